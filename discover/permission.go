package discover

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/law"
)

// readAndroid reads the permissions that a manifest asks for.
func readAndroid(text []byte) (Source, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // names are ASCII whatever the charset
	var s Source
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			line, column := d.InputPos()
			return Source{}, &Error{line, column, lang.Text{ZH: "不是合格的 XML", EN: "this is not proper XML"}}
		}
		e, ok := t.(xml.StartElement)
		if !ok || !strings.HasPrefix(e.Name.Local, "uses-permission") {
			continue
		}
		if removed(e) {
			continue
		}
		line, _ := d.InputPos()
		for _, a := range e.Attr {
			if a.Name.Local == "name" {
				s.Access = append(s.Access, Permission{oneLine(a.Value), line})
			}
		}
	}
}

// removed reports whether an element takes away what a library would add.
func removed(e xml.StartElement) bool {
	for _, a := range e.Attr {
		if a.Name.Local == "node" && strings.HasSuffix(a.Name.Space, "tools") && strings.HasPrefix(a.Value, "remove") {
			return true
		}
	}
	return false
}

// readWeChat reads what a mini-program asks for, and its plug-ins. Other
// programs have a file of this name too; those have no pages.
func readWeChat(text []byte) (Source, error) {
	root, err := parseTree(text)
	if err != nil {
		return Source{}, err
	}
	if child(root, "pages") == nil {
		return Source{}, ErrUnknown
	}
	var s Source
	each(child(root, "permission"), func(k, _ *yaml.Node) { s.Access = append(s.Access, Permission{oneLine(k.Value), k.Line}) })
	for _, key := range []string{"requiredPrivateInfos", "requiredBackgroundModes"} {
		for _, n := range items(child(root, key)) {
			s.Access = append(s.Access, Permission{oneLine(n.Value), n.Line})
		}
	}
	plugins := func(in *yaml.Node) {
		each(child(in, "plugins"), func(k, v *yaml.Node) {
			name := oneLine(k.Value)
			s.Components = append(s.Components, Component{
				ID: slug(name), Name: lang.Text{ZH: name, EN: name}, Package: "plugin " + oneLine(scalar(v, "provider")), Line: k.Line,
			})
		})
	}
	plugins(root)
	for _, key := range []string{"subpackages", "subPackages"} {
		for _, p := range items(child(root, key)) {
			plugins(p)
		}
	}
	return s, nil
}

// An access is what a permission opens. Where the purpose is written, it is a
// guess like the rest.
type access struct {
	names string // without android.permission. and scope.
	item  law.ItemID
	use   string // a purpose
}

var accesses = []access{
	{"ACCESS_FINE_LOCATION userLocation getLocation onLocationChange startLocationUpdate", "precise-location", "navigate"},
	{"ACCESS_COARSE_LOCATION userFuzzyLocation getFuzzyLocation", "coarse-location", "navigate"},
	{"ACCESS_BACKGROUND_LOCATION userLocationBackground startLocationUpdateBackground location", "track", "navigate"},
	{"chooseLocation choosePoi", "location", "navigate"},
	{"READ_CONTACTS", "contacts", "social"},
	{"READ_CALL_LOG PROCESS_OUTGOING_CALLS", "call-log", "security"},
	{"READ_SMS RECEIVE_SMS RECEIVE_MMS", "sms-content", "sign-in"},
	{"READ_CALENDAR", "calendar", "notify"},
	{"READ_PHONE_STATE READ_PRIVILEGED_PHONE_STATE", "device-id", "security"},
	{"READ_PHONE_NUMBERS", "phone", "register"},
	{"CAMERA camera", "photos", "publish"},
	{"READ_MEDIA_IMAGES READ_MEDIA_VISUAL_USER_SELECTED", "photos", "publish"},
	{"READ_MEDIA_VIDEO", "videos", "publish"},
	{"READ_MEDIA_AUDIO", "files", "publish"},
	{"READ_EXTERNAL_STORAGE MANAGE_EXTERNAL_STORAGE", "files", "publish"},
	{"RECORD_AUDIO record", "audio-recording", "message"},
	{"BODY_SENSORS BODY_SENSORS_BACKGROUND", "heart-rate", "record-exercise"},
	{"ACTIVITY_RECOGNITION werun", "step-count", "record-exercise"},
	{"QUERY_ALL_PACKAGES", "installed-apps", "security"},
	{"ACCESS_WIFI_STATE NEARBY_WIFI_DEVICES", "wifi-information", "security"},
	{"ACCESS_NETWORK_STATE READ_BASIC_PHONE_STATE", "network-type", "improve-quality"},
	{"BLUETOOTH BLUETOOTH_SCAN BLUETOOTH_CONNECT bluetooth", "bluetooth-information", "security"},
	{"AD_ID", "advertising-id", "advertise"},
	{"chooseAddress address", "recipient-address", "deliver"},
	{"invoiceTitle chooseInvoiceTitle", "invoice-title", "invoice"},
}

// accessOf returns what a permission opens, where that is personal information.
func accessOf(name string) (access, bool) {
	short := name[strings.LastIndexByte(name, '.')+1:]
	for _, a := range accesses {
		for n := range strings.FieldsSeq(a.names) {
			if n == short {
				return a, true
			}
		}
	}
	return access{}, false
}
