package notice

import (
	"slices"
	"strings"
	"testing"

	"github.com/volens/volens/declaration"
	"github.com/volens/volens/law"
)

// The values that the documentation of Apple and of WeChat lists.
var (
	appleKnows = strings.Fields(`Name EmailAddress PhoneNumber PhysicalAddress OtherUserContactInfo Health Fitness PaymentInfo CreditInfo OtherFinancialInfo
		PreciseLocation CoarseLocation SensitiveInfo Contacts EmailsOrTextMessages PhotosorVideos AudioData GameplayContent CustomerSupport OtherUserContent
		BrowsingHistory SearchHistory UserID DeviceID PurchaseHistory ProductInteraction AdvertisingData OtherUsageData CrashData PerformanceData
		OtherDiagnosticData EnvironmentScanning Hands Head OtherDataTypes`)
	appleReasons = strings.Fields("ThirdPartyAdvertising DeveloperAdvertising Analytics ProductPersonalization AppFunctionality Other")
	weChatKnows  = strings.Fields(`UserInfo Location ChooseLocation Address Invoice RunData Record Album Camera PhoneNumber Contact DeviceInfo EXIDNumber EXOrderInfo
		EXUserPublishContent EXUserFollowAcct EXUserOpLog AlbumWriteOnly LicensePlate BlueTooth CalendarWriteOnly Email MessageFile Accelerometer Compass
		DeviceMotion Gyroscope Clipboard`)
)

// Both tables name what the platforms know and items that the law data knows, each
// item once.
func TestTablesOfThePlatforms(t *testing.T) {
	check := func(platform, key string, items []law.ItemID, known []string, seen map[law.ItemID]bool) {
		if !slices.Contains(known, key) {
			t.Errorf("%s has no %s", platform, key)
		}
		for _, id := range items {
			if _, ok := law.ItemByID(id); !ok || seen[id] {
				t.Errorf("%s, %s: no item %s, or listed twice", platform, key, id)
			}
			seen[id] = true
		}
	}
	seen := map[law.ItemID]bool{}
	for _, k := range weChatKinds {
		check("WeChat", k.key, k.items, weChatKnows, seen)
	}
	seen = map[law.ItemID]bool{}
	for _, k := range appleTypes {
		check("Apple", k.name, k.items, appleKnows, seen)
	}
	for _, p := range declaration.Purposes() {
		for _, gives := range [][]*declaration.Recipient{nil, {{Role: declaration.ThirdParty}}} {
			if reason := applePurpose(&declaration.Use{Purpose: p, Gives: gives}); !slices.Contains(appleReasons, reason) {
				t.Errorf("Apple has no purpose %s", reason)
			}
		}
	}
}
