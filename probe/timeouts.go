package probe

import "time"

// The one timetable: every time limit of a run, each with its reason.
const (
	// A healthy connect takes at most a few hundred ms, and a lost SYN is sent again after 1 s: what has not
	// opened after 2 s is worth a look at the ports beside it, while the first goes on waiting.
	siblingsAfter = 2 * time.Second
	// Three retransmissions of the SYN (1, 3, 7 s) and an answer: what is silent then stays silent.
	connectTimeout = 8 * time.Second
	// A comparison only has to tell "answers" from "silent": one retransmission and an answer.
	compareConnect = 2500 * time.Millisecond
	// A comparison that connects may still meet a slow greeting; it must end well before the run does.
	compareTalk = 6 * time.Second
	// A server answers a ClientHello at once; a hello that is lost is sent again for longer than this.
	handshakeTimeout = 8 * time.Second
	// As for the connect: a retransmission and an answer.
	compareHandshake = 4 * time.Second
	// Who cuts a connection as soon as it opens does it within a round trip; a TLS server waits for us.
	listenTimeout = time.Second
	// A greeting comes in one packet: what follows a byte that is not of this protocol is there at once or not at all.
	foreignLine = 500 * time.Millisecond
	// Servers greet at once or after a greet delay of a few seconds. After 3 s of silence where clear text is
	// expected, a ClientHello on a second connection shows whether the port speaks TLS.
	silenceAsksTLS = 3 * time.Second
	// A greeting that has begun and is not whole after 10 s (postscreen takes 6) is worth a look at the ports beside it, so
	// that all is known when its time is over.
	unfinishedAfter = 10 * time.Second
	// Postfix's postscreen_greet_wait is 6 s, others delay up to 15 s: silent is who has said nothing for 20 s.
	greetingTimeout = 20 * time.Second
	// One command and its answer. RFC 5321 allows 5 minutes; who needs more than this is broken for a user.
	commandTimeout = 10 * time.Second
	// Dovecot delays a refused login by 2 s and more, PAM and directories too.
	loginTimeout = 15 * time.Second
	// A web page with its redirects: a browser's user gives up about then.
	pageTimeout = 10 * time.Second
	// QUIT and LOGOUT are manners: the answer is waited for, not for long.
	goodbyeTimeout = time.Second

	// A resolver answers from its cache at once, and for a name that it has to look up itself within 2 s: after
	// that the query or its answer was most likely lost, and a second query goes out.
	resolverAgain = 2 * time.Second
	// The second query gets as long. The first is waited for all this time too, so 4 s is what a slow resolver gets;
	// programs give it 5 s (resolv.conf(5)).
	resolverTimeout = 4 * time.Second
	// Reference resolvers are near everybody, and their answers only serve to compare: one lost packet is made up
	// for, and a blocked one is given up before anybody would wait for it.
	referenceAgain   = 1 * time.Second
	referenceTimeout = 2500 * time.Millisecond
	// The system asks its first resolver for 5 s and then the next: what has not come after 10 s is of no use to
	// a mail program either.
	osAnswerTimeout = 10 * time.Second
	// Where the system is still at its dead first resolver after 3 s and another of its resolvers has answered, the
	// walks start with that answer.
	osAnswerLate = 3 * time.Second
)
