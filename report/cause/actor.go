package cause

// Actor is who has to act on a cause.
type Actor string

const (
	ActorYou           Actor = "you"           // the user, on their own computer or in the webmail
	ActorAdministrator Actor = "administrator" // of the user's own mailbox, domain or network
	ActorRecipient     Actor = "recipient"     // the other side: the recipient or its administrator
	ActorSender        Actor = "sender"        // whoever sent the message, where the user received it
	ActorProvider      Actor = "provider"      // whoever runs the mail server
	ActorNobody        Actor = "nobody"        // wait
)

// actors name who acts where it is not the user.
var actors = map[string]Actor{
	"dns.no-mx": ActorRecipient, "dns.mx-elsewhere": ActorAdministrator, "dns.name-not-found": ActorYou, "dns.intercepted": ActorAdministrator,
	"dns.split-horizon": ActorYou, "tcp.filtered": ActorAdministrator, "tcp.refused": ActorYou, "tcp.host-unreachable": ActorAdministrator,
	"tcp.partial-outage": ActorProvider, "tls.certificate-expired": ActorProvider, "tls.certificate-not-yet-valid": ActorProvider,
	"tls.incomplete-chain": ActorProvider, "tls.version-too-old": ActorProvider, "tls.legacy-server": ActorProvider, "tls.starttls-missing": ActorProvider,
	"tls.revocation-unreachable": ActorAdministrator, "path.blocked": ActorAdministrator, "path.loss": ActorAdministrator, "path.loop": ActorProvider,
	"path.mtu-blackhole": ActorAdministrator, "path.latency": ActorAdministrator, "service.rejecting": ActorProvider, "service.temporary": ActorNobody,
	"service.no-greeting": ActorProvider, "auth.locked": ActorNobody, "auth.account-disabled": ActorAdministrator, "auth.policy": ActorAdministrator,
	"auth.no-common-mechanism": ActorProvider, "send.recipient-rejected": ActorYou, "send.external-forbidden": ActorAdministrator,
	"send.relay-denied": ActorYou, "send.rate-limited": ActorNobody, "send.mailbox-full": ActorRecipient, "send.address-blocked": ActorAdministrator,
	"send.content-rejected": ActorYou, "send.domain-auth-failed": ActorAdministrator, "send.reverse-dns-missing": ActorAdministrator,
	"send.remote-unreachable": ActorRecipient, "send.loop": ActorAdministrator, "send.tls-required": ActorAdministrator, "send.protocol-error": ActorAdministrator,
	"send.policy-rejected": ActorRecipient, "delay.hop": ActorNobody, "delay.greylist": ActorNobody, "delay.sender": ActorSender,
	"delay.clock-skew": ActorNobody, "receive.sender-gave-up": ActorRecipient, "message.garbled": ActorSender, "message.attachment-lost": ActorSender,
	"web.http-error": ActorProvider, "web.unreachable": ActorAdministrator,
}

// ActorOf says who has to act on a cause.
func ActorOf(code string) Actor {
	if a, ok := actors[code]; ok {
		return a
	}
	return ActorYou
}
