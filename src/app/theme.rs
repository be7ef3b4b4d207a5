//! Colours, sizes and the look of controls, in one place; no panel invents its own.

use iced::widget::{button, container, scrollable, text_editor, text_input};
use iced::{Background, Border, Color, Theme};

/// The colours of a mode.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Palette {
    pub(crate) ground: Color,
    pub(crate) surface: Color,
    pub(crate) canvas: Color,
    pub(crate) text: Color,
    pub(crate) muted: Color,
    pub(crate) line: Color,
    pub(crate) accent: Color,
    pub(crate) tint: Color,
    pub(crate) red: Color,
    pub(crate) amber: Color,
    /// Of kinds of text in a list: heads, headings, lists, ends of documents.
    pub(crate) kinds: [Color; 4],
}

const fn rgb(value: u32) -> Color {
    let [_, red, green, blue] = value.to_be_bytes();
    Color::from_rgb8(red, green, blue)
}

/// Light mode.
pub(crate) const LIGHT: Palette = Palette {
    ground: rgb(0xf5_f4_f1),
    surface: rgb(0xff_ff_ff),
    canvas: rgb(0xe6_e4_df),
    text: rgb(0x22_25_2a),
    muted: rgb(0x72_76_7e),
    line: rgb(0xe0_dd_d7),
    accent: rgb(0x1f_5a_94),
    tint: rgb(0xe6_ee_f6),
    red: rgb(0xb3_26_1e),
    amber: rgb(0xa8_67_00),
    kinds: [rgb(0x1f_5a_94), rgb(0x7a_3f_9a), rgb(0x0f_76_6e), rgb(0x4d_6b_1f)],
};

/// Dark mode. The paper stays white.
pub(crate) const DARK: Palette = Palette {
    ground: rgb(0x1b_1c_1f),
    surface: rgb(0x24_25_29),
    canvas: rgb(0x14_15_17),
    text: rgb(0xe4_e2_dc),
    muted: rgb(0x97_99_a1),
    line: rgb(0x35_37_3c),
    accent: rgb(0x7f_b2_ea),
    tint: rgb(0x26_38_4c),
    red: rgb(0xe9_75_6b),
    amber: rgb(0xe0_a6_4a),
    kinds: [rgb(0x7f_b2_ea), rgb(0xc5_9a_e6), rgb(0x5c_c4_b8), rgb(0xa9_cc_72)],
};

/// Sizes of text in logical pixels.
pub(crate) const TITLE: f32 = 15.0;
pub(crate) const LIST: f32 = 13.5;
pub(crate) const TOOL: f32 = 13.0;
pub(crate) const LABEL: f32 = 12.0;
pub(crate) const BRAND: f32 = 26.0;
/// The mark before a finding, and the seal of the start screen.
pub(crate) const DOT: f32 = 9.0;
pub(crate) const SEAL: f32 = 52.0;
pub(crate) const RADIUS: f32 = 6.0;
pub(crate) const TOP_BAR: f32 = 46.0;
/// Height of the lines between groups of the top bar.
pub(crate) const RULE: f32 = 20.0;
pub(crate) const STATUS_BAR: f32 = 26.0;
/// Room inside of fields and of rows of lists.
pub(crate) const FIELD: f32 = 7.0;
pub(crate) const ROW: [f32; 2] = [5.0, 10.0];
/// Widths of outline and side panel, and those in a window that is narrow.
pub(crate) const OUTLINE: [f32; 2] = [272.0, 220.0];
pub(crate) const SIDE: [f32; 2] = [300.0, 264.0];
/// Below this width, a window is narrow; below the second one, it has room for one panel.
pub(crate) const NARROW: f32 = 1240.0;
pub(crate) const TIGHT: f32 = 900.0;
/// Room inside of controls and panels: small, between, wide.
pub(crate) const PAD: [f32; 3] = [8.0, 14.0, 16.0];

/// What a thing that can be pressed looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Words without a frame: bars, rows of lists.
    Flat,
    /// As flat, and the one that is chosen.
    Chosen,
    /// With a thin frame: buttons of dialogs.
    Framed,
    /// Filled: the one that does what is asked.
    Solid,
}

/// `share` of the second colour in the first.
fn mix(first: Color, second: Color, share: f32) -> Color {
    let part = |a: f32, b: f32| a + (b - a) * share;
    Color::from_rgb(part(first.r, second.r), part(first.g, second.g), part(first.b, second.b))
}

impl Palette {
    /// The theme that iced's own widgets draw with.
    pub(crate) fn theme(&self, dark: bool) -> Theme {
        let palette = iced::theme::Palette {
            background: self.ground,
            text: self.text,
            primary: self.accent,
            success: self.accent,
            warning: self.amber,
            danger: self.red,
        };
        Theme::custom(if dark { "暗色" } else { "亮色" }.to_owned(), palette)
    }

    /// A panel: surface with no frame.
    pub(crate) fn panel(self) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Background::Color(self.surface)),
            text_color: Some(self.text),
            ..container::Style::default()
        }
    }

    /// What lies over the pages: a card with a line around it.
    pub(crate) fn card(self) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Background::Color(self.surface)),
            text_color: Some(self.text),
            border: Border { color: self.line, width: 1.0, radius: 10.0.into() },
            ..container::Style::default()
        }
    }

    /// Paper: white in every mode, since ink is black.
    pub(crate) fn paper(self) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Color::WHITE.into()),
            border: Border { color: self.line, width: 1.0, radius: 0.0.into() },
            ..container::Style::default()
        }
    }

    /// What lies behind a card that fills no window.
    pub(crate) fn backdrop(self) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Background::Color(self.canvas)),
            ..container::Style::default()
        }
    }

    /// Dims the window below a dialog.
    pub(crate) fn shade(self) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Background::Color(Color { a: 0.35, ..Color::BLACK })),
            ..container::Style::default()
        }
    }

    /// The red of a seal.
    pub(crate) fn seal(self) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Background::Color(self.red)),
            border: Border { radius: RADIUS.into(), ..Border::default() },
            ..container::Style::default()
        }
    }

    /// A rule of one pixel.
    pub(crate) fn rule(self) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Background::Color(self.line)),
            ..container::Style::default()
        }
    }

    /// What can be pressed.
    pub(crate) fn press(self, look: Look, status: button::Status) -> button::Style {
        let lit = matches!(status, button::Status::Hovered | button::Status::Pressed);
        let off = matches!(status, button::Status::Disabled);
        let flat = lit.then_some(self.tint);
        let (background, text, line) = match look {
            Look::Flat => (flat, self.text, None),
            Look::Chosen => (Some(self.tint), self.accent, None),
            Look::Framed => {
                (Some(if lit { self.tint } else { self.surface }), self.text, Some(self.line))
            }
            Look::Solid if off => (Some(self.line), self.muted, None),
            Look::Solid if lit => (Some(mix(self.accent, self.text, 0.15)), self.surface, None),
            Look::Solid => (Some(self.accent), self.surface, None),
        };
        button::Style {
            background: background.map(Background::Color),
            text_color: if off { mix(self.muted, self.surface, 0.35) } else { text },
            border: Border {
                color: line.unwrap_or(Color::TRANSPARENT),
                width: if line.is_some() { 1.0 } else { 0.0 },
                radius: RADIUS.into(),
            },
            ..button::Style::default()
        }
    }

    /// The bar of what is longer than the room for it.
    pub(crate) fn bar(self) -> impl Fn(&Theme, scrollable::Status) -> scrollable::Style {
        move |theme, status| {
            let own = scrollable::default(theme, status);
            let share =
                if matches!(status, scrollable::Status::Active { .. }) { 0.45 } else { 0.8 };
            let background = Background::Color(Color { a: share, ..self.muted });
            let border = Border { radius: 3.0.into(), ..Border::default() };
            let rail = scrollable::Rail {
                background: None,
                border,
                scroller: scrollable::Scroller { background, border },
            };
            scrollable::Style { vertical_rail: rail, horizontal_rail: rail, ..own }
        }
    }

    /// A stripe of a colour, beside what is of a kind.
    pub(crate) fn stripe(self, colour: Color) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Background::Color(colour)),
            ..container::Style::default()
        }
    }

    /// A bar over the whole width.
    pub(crate) fn band(self) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Background::Color(self.ground)),
            text_color: Some(self.text),
            ..container::Style::default()
        }
    }

    /// A stretch of ground behind a group of controls.
    pub(crate) fn inset(self) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Background::Color(self.ground)),
            text_color: Some(self.text),
            border: Border { color: self.line, width: 1.0, radius: RADIUS.into() },
            ..container::Style::default()
        }
    }

    /// A word on a tint of its colour, such as 未核.
    pub(crate) fn badge(self, colour: Color) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Background::Color(Color { a: 0.14, ..colour })),
            text_color: Some(colour),
            border: Border { radius: 4.0.into(), ..Border::default() },
            ..container::Style::default()
        }
    }

    /// A field for a text of several lines: as [`Palette::field`].
    pub(crate) fn area(self) -> impl Fn(&Theme, text_editor::Status) -> text_editor::Style {
        move |_, status| {
            let focused = matches!(status, text_editor::Status::Focused { .. });
            text_editor::Style {
                background: Background::Color(self.ground),
                border: self.frame(focused),
                placeholder: self.muted,
                value: self.text,
                selection: Color { a: 0.3, ..self.accent },
            }
        }
    }

    /// The frame of a field.
    fn frame(self, focused: bool) -> Border {
        Border {
            color: if focused { self.accent } else { self.line },
            width: if focused { 2.0 } else { 1.0 },
            radius: RADIUS.into(),
        }
    }

    /// A field; the one with the focus has an accented frame.
    pub(crate) fn field(self) -> impl Fn(&Theme, text_input::Status) -> text_input::Style {
        move |_, status| {
            let focused = matches!(status, text_input::Status::Focused { .. });
            text_input::Style {
                background: Background::Color(self.ground),
                border: self.frame(focused),
                icon: self.muted,
                placeholder: self.muted,
                value: self.text,
                selection: Color { a: 0.3, ..self.accent },
            }
        }
    }
}
