package declaration

import (
	"go.yaml.in/yaml/v4"

	"github.com/volens/volens/lang"
)

// The mistakes that the decoder finds, in words.

var (
	plainWanted = lang.Text{ZH: "文字", EN: "text"}
	textWanted  = lang.Text{ZH: "文字，或 {zh: 中文, en: 英文}", EN: "text, or {zh: Chinese, en: English}"}
)

var (
	alias = flaw{
		says: lang.Text{ZH: "不接受别名（*）", EN: "aliases (*) are not accepted"},
		fix:  lang.Text{ZH: "把内容写在这里；相同的默认值可写在功能上", EN: "write the content here; what is the same for all uses of a function can be written on the function"},
	}
	anchor = flaw{
		says: lang.Text{ZH: "不接受锚点（&）", EN: "anchors (&) are not accepted"},
		fix:  lang.Text{ZH: "删去 & 及其名称", EN: "remove the & and its name"},
	}
	tagged = flaw{
		says: lang.Text{ZH: "不接受类型标签（!）", EN: "tags (!) are not accepted"},
		fix:  lang.Text{ZH: "删去标签；要文字就加引号", EN: "remove the tag; use quotes for text"},
	}
	null = flaw{
		says: lang.Text{ZH: "这个键没有值", EN: "this key has no value"},
		fix:  lang.Text{ZH: "写上值，或删去这个键", EN: "write a value, or remove the key"},
	}
	noText = flaw{
		says: lang.Text{ZH: "内容为空", EN: "this is empty"},
		fix:  lang.Text{ZH: "写上内容，或删去这个键", EN: "write something, or remove the key"},
	}
	mergeKey = flaw{
		says: lang.Text{ZH: "不接受合并键（<<）", EN: "merge keys (<<) are not accepted"},
		fix:  lang.Text{ZH: "把内容写在这里", EN: "write the content here"},
	}
	keyNotText = flaw{
		says:  lang.Text{ZH: "键不是文字", EN: "this key is not text"},
		wants: lang.Text{ZH: "一个词作键", EN: "one word as the key"},
		fix:   lang.Text{ZH: "检查缩进与冒号", EN: "check indentation and colons"},
	}
	neither = flaw{
		says:  lang.Text{ZH: "没有写明个人信息种类", EN: "no kind of personal information is named"},
		wants: lang.Text{ZH: "item 或 items", EN: "item or items"},
		fix:   lang.Text{ZH: "加上“item: …”", EN: `add "item: …"`},
	}
	both = flaw{
		says:  lang.Text{ZH: "item 与 items 只能写一个", EN: "item and items exclude each other"},
		wants: lang.Text{ZH: "item 或 items", EN: "item or items"},
		fix:   lang.Text{ZH: "都写进 items，删去 item", EN: "put all of them into items and remove item"},
	}
	atLeastOne = flaw{
		says: lang.Text{ZH: "至少要有一项", EN: "at least one is needed"},
		fix:  lang.Text{ZH: "写上一项", EN: "write one"},
	}
	reservedStore = flaw{
		says: lang.Text{ZH: "device 是保留词，指本人的设备", EN: "device is a reserved word: the person's own device"},
		fix:  lang.Text{ZH: "给存储换个名称；只存在本人设备上的，写 in: device 即可，不必声明存储", EN: "give the store another name; for what stays on the person's device write in: device and declare no store"},
	}
	collectsBoth = flaw{
		says: lang.Text{ZH: "既写了收集什么，又写了不收集", EN: "it says both what is collected and that nothing is"},
		fix:  lang.Text{ZH: "删去 collects-nothing 或 collects", EN: "remove collects-nothing or collects"},
	}
	wrongVersion = flaw{
		says:  lang.Text{ZH: "不认识这个格式版本", EN: "this version of the format is not known"},
		wants: lang.Text{ZH: "1", EN: "1"},
		fix:   lang.Text{ZH: "写 volens: 1", EN: "write volens: 1"},
	}
)

// wrongKind says what n is, never what it holds.
func wrongKind(n *yaml.Node, wants, fix lang.Text) flaw {
	is := kindOf(n)
	return flaw{says: lang.Text{ZH: "类型不对：这里写的是" + is.ZH, EN: "wrong type: this is " + is.EN}, wants: wants, fix: fix}
}

// kindOf names the kind of a node.
func kindOf(n *yaml.Node) lang.Text {
	switch n.Kind {
	case yaml.MappingNode:
		return lang.Text{ZH: "一组“键: 值”", EN: "a mapping"}
	case yaml.SequenceNode:
		return lang.Text{ZH: "列表", EN: "a list"}
	}
	switch n.ShortTag() {
	case "!!int", "!!float":
		return lang.Text{ZH: "数字", EN: "a number"}
	case "!!bool":
		return lang.Text{ZH: "真假值", EN: "true or false"}
	case "!!timestamp":
		return lang.Text{ZH: "日期", EN: "a date"}
	}
	return lang.Text{ZH: "文字", EN: "text"}
}

func keysOf(s *shape) lang.Text {
	names := oneOf(s.names())
	return lang.Text{ZH: "一组“键: 值”，键可以是 " + names.ZH, EN: `a mapping of "key: value" with the keys ` + names.EN}
}

func unknownKey(name string, names []string) flaw {
	return flaw{says: textf("不认识的键“%s”", `unknown key "%s"`, label(name)), wants: oneOf(names), fix: choose(name, names)}
}

func duplicateKey(name string, before Place) flaw {
	return flaw{
		says: textf("键“%s”重复，第一次在 %s", `the key "%s" is there twice, first at %s`, label(name), before),
		fix:  lang.Text{ZH: "删去一个", EN: "remove one of them"},
	}
}

func elsewhere(name string, before Place) flaw {
	return flaw{
		says: textf("“%s”在另一个文件里已经写过：%s", `"%s" is already written in another file: %s`, label(name), before),
		fix:  lang.Text{ZH: "留一处，或换个名称", EN: "keep one of them, or choose another name"},
	}
}

func missingKey(f *field) flaw {
	return flaw{
		says: textf("缺少“%s”", `"%s" is missing`, f.name),
		fix: lang.Text{
			ZH: "加上“" + f.name + ": …”：" + f.doc.ZH,
			EN: `add "` + f.name + `: …": ` + f.doc.EN,
		},
	}
}

func badKey(name string, s spelling) flaw {
	fix := lang.Text{ZH: "换个名称；给人看的中文写在 name 里", EN: "choose another name; what people read goes into name"}
	if s.wants != idWanted {
		fix = lang.Text{ZH: "照存储里的名称写", EN: "write it as it is in the store"}
	}
	return flaw{
		says: textf("名称“%s”写法不对", `the name "%s" is not well formed`, label(name)), wants: s.wants, fix: fix,
	}
}

func unknownWord(word string, words []string) flaw {
	q := quoted(word)
	return flaw{says: lang.Text{ZH: "不认识的词" + q.ZH, EN: "unknown word" + q.EN}, wants: oneOf(words), fix: choose(word, words)}
}

func misspelt(s spelling) flaw {
	return flaw{says: lang.Text{ZH: "写法不对", EN: "not well formed"}, wants: s.wants, fix: lang.Text{ZH: "按上面的写法改", EN: "write it as described"}}
}
