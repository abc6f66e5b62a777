package discover

import (
	"strings"

	"github.com/volens/volens/law"
)

// phoneOnly are identifiers that only what people carry has: whoever knows one
// knows somebody, whatever the table is about.
var phoneOnly = map[law.ItemID]bool{"advertising-id": true, "imei": true, "installed-apps": true, "clipboard": true}

// phoneNames are names of device-id that are such identifiers as well.
var phoneNames = wordSet("androidid imsi udid idfv caid iccid aaid vaid simserial simserialno devicefingerprint")

// onPhones are items that machines have too; in a table of what happens on
// devices they are people's.
var onPhones = map[law.ItemID]bool{
	"device-id": true, "mac-address": true, "ip-address": true, "wifi-information": true, "bluetooth-information": true, "device-model": true,
	"os-version": true, "push-token": true, "network-type": true, "sensor-data": true, "crash-log": true, "browser-version": true,
}

// happening are words of tables that record what happens on the devices of
// people.
var happening = wordSet("device terminal phone client session subscription event click track impression install activation crash push launch startup exposure view visit")

// machines are words of tables about what belongs to an organisation.
var machines = wordSet("scanner server camera printer machine sensor asset host node cluster warehouse equipment gateway router switch pos iot pda inventory stock goods product item sku gate door lock meter plc robot agv rfid beacon monitor vehicle car network firewall supplier vendor config configuration setting template")

// machinesZH are the same in Chinese.
var machinesZH = strings.Fields("服务器 摄像头 扫描枪 巴枪 打印机 仓库 仓储 库存 资产 门禁 闸机 网关 路由器 交换机 传感器 机房 主机 物联网 商品 车载 水表 电表 充电桩 机柜 考勤机 收银机 配置")

// ofMachines reports whether a table, or the comment of a field, speaks of what
// belongs to an organisation.
func ofMachines(table Table, f Field) bool {
	for _, w := range split(table.Name) {
		if machines[w] || machines[singular(w)] {
			return true
		}
	}
	return contains(table.called()+f.Comment, machinesZH...)
}

// carried reports whether a device identifier in a table of things is somebody's
// all the same.
func carried(table Table, t *term, f Field) bool {
	switch {
	case ofMachines(table, f):
		return false
	case phoneOnly[t.item], t.item == "device-id" && phoneNames[strings.Join(split(f.Name), "")]:
		return true
	case !onPhones[t.item]:
		return false
	}
	for _, w := range split(table.Name) {
		if happening[singular(w)] {
			return true
		}
	}
	return contains(table.called(), "事件", "埋点", "点击", "曝光", "激活", "安装", "启动")
}

// identifiesDevice reports whether a term is one of either kind.
func identifiesDevice(t *term) bool { return phoneOnly[t.item] || onPhones[t.item] }
