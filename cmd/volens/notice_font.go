package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/volens/volens/lang"
	"github.com/volens/volens/notice/render"
)

// installFonts is what puts fonts into the places that are looked at.
const installFonts = "apt-get install fonts-droid-fallback fonts-dejavu-core"

// fontPlaces are where fonts are looked for: of each list the first file that is
// there. The first list is Chinese; its fonts may lack Latin, which the second
// list has.
var fontPlaces = [][]string{
	{
		"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", // Debian: fonts-droid-fallback
		"/usr/share/fonts/truetype/droid/DroidSansFallback.ttf",
		"/usr/share/fonts/google-droid-sans-fonts/DroidSansFallbackFull.ttf", // Fedora
		"/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf",             // Debian: fonts-arphic-gbsn00lp
	},
	{
		"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", // Debian: fonts-dejavu-core
		"/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
		"/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
		"/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf", // Fedora
	},
}

// readFonts reads the fonts that were named, or else those that are installed.
func readFonts(named []string) ([][]byte, error) {
	if len(named) > 0 {
		var fonts [][]byte
		for _, name := range named {
			font, err := readFont(name)
			if err != nil {
				return nil, err
			}
			fonts = append(fonts, font)
		}
		return fonts, nil
	}
	return installedFonts(fontPlaces)
}

// readFont reads one font that the user named.
func readFont(name string) ([]byte, error) {
	font, err := os.ReadFile(name)
	if err != nil {
		says := unreadable(err)
		return nil, usage{errors.New(name + ": " + says.Both()), installFonts}
	}
	if err := render.CheckFont(font); err != nil {
		says := lang.Text{ZH: "不是 TrueType 字体（.ttf）", EN: "this is no TrueType font (.ttf)"}
		if errors.Is(err, render.ErrCollection) {
			says = lang.Text{ZH: "是字体合集（.ttc），不能直接放进 PDF；请用单个 .ttf", EN: "this is a font collection (.ttc), which a PDF cannot take; use a single .ttf"}
		}
		return nil, usage{errors.New(name + ": " + says.Both()), installFonts}
	}
	return font, nil
}

// installedFonts reads the first font of each list. Only the first list is
// needed; without the second, Latin is missing and is reported as such.
func installedFonts(places [][]string) ([][]byte, error) {
	var fonts [][]byte
	for i, list := range places {
		font := firstFont(list)
		if font == nil && i == 0 {
			says := lang.Text{ZH: "没有找到带中文的 TrueType 字体；请安装，或用 --font 指定一个 .ttf", EN: "no TrueType font with Chinese was found; install one, or name a .ttf with --font"}
			return nil, usage{fmt.Errorf("%s", says.Both()), installFonts}
		}
		if font != nil {
			fonts = append(fonts, font)
		}
	}
	return fonts, nil
}

func firstFont(list []string) []byte {
	for _, name := range list {
		if font, err := os.ReadFile(name); err == nil && render.CheckFont(font) == nil {
			return font
		}
	}
	return nil
}
