package cause

import "slices"

// Offline is every cause that no live run can show: `headers` reads them from the way of a message (those with a Find),
// `explain` from words. The first of headers' causes claims nothing, so their order is that of equal ones in a verdict.
var Offline = []*Cause{
	receiveFilteredAsSpam,
	sendDomainAuthFailedSeen,
	delayHop,
	delayGreylist,
	delaySender,
	delayClockSkew,
	messageAttachmentLost,
	messageGarbled,
	messageDuplicated,
	receiveRuleOrForward,
	receiveSenderGaveUp,
	sendRemoteUnreachable,
	sendLoop,
	clientStoreDamaged,
	clientStoreFull,
	clientSettingsIncomplete,
	clientTLSTooOld,
	webBrowserIncompatible,
}

// Known is every cause that maildiag has a name for, each code once.
func Known() []*Cause {
	out := slices.Clone(All)
	for _, c := range slices.Concat(Offline, namedOnly) {
		if !slices.ContainsFunc(out, func(o *Cause) bool { return o.Code == c.Code }) {
			out = append(out, c)
		}
	}
	return out
}
