//! Colours, sizes and the look of controls, in one place; no panel invents its own.

use iced::widget::{button, container, text_input};
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
};

/// Sizes of text in logical pixels.
pub(crate) const TITLE: f32 = 15.0;
pub(crate) const LIST: f32 = 13.5;
pub(crate) const TOOL: f32 = 13.0;
pub(crate) const LABEL: f32 = 12.0;
pub(crate) const RADIUS: f32 = 6.0;
pub(crate) const TOP_BAR: f32 = 46.0;
pub(crate) const STATUS_BAR: f32 = 26.0;
pub(crate) const OUTLINE: f32 = 272.0;
pub(crate) const SIDE: f32 = 300.0;
/// Room inside of controls and panels: small, between, wide.
pub(crate) const PAD: [f32; 3] = [8.0, 14.0, 16.0];

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

    /// A rule of one pixel.
    pub(crate) fn rule(self) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(Background::Color(self.line)),
            ..container::Style::default()
        }
    }

    /// A button without a frame; `chosen` is tinted.
    pub(crate) fn flat(self, chosen: bool) -> impl Fn(&Theme, button::Status) -> button::Style {
        move |_, status| {
            let background = match status {
                button::Status::Hovered | button::Status::Pressed => Some(self.tint),
                button::Status::Active if chosen => Some(self.tint),
                button::Status::Active | button::Status::Disabled => None,
            };
            let text_color = match status {
                button::Status::Disabled => self.muted,
                _ if chosen => self.accent,
                _ => self.text,
            };
            button::Style {
                background: background.map(Background::Color),
                text_color,
                border: Border { radius: RADIUS.into(), ..Border::default() },
                ..button::Style::default()
            }
        }
    }

    /// The one button of a dialog that does what it asks.
    pub(crate) fn solid(self) -> impl Fn(&Theme, button::Status) -> button::Style {
        move |_, status| {
            let background = match status {
                button::Status::Disabled => self.line,
                _ => self.accent,
            };
            button::Style {
                background: Some(Background::Color(background)),
                text_color: self.surface,
                border: Border { radius: RADIUS.into(), ..Border::default() },
                ..button::Style::default()
            }
        }
    }

    /// A field; the one with the focus has an accented frame.
    pub(crate) fn field(self) -> impl Fn(&Theme, text_input::Status) -> text_input::Style {
        move |_, status| {
            let focused = matches!(status, text_input::Status::Focused { .. });
            text_input::Style {
                background: Background::Color(self.ground),
                border: Border {
                    color: if focused { self.accent } else { self.line },
                    width: if focused { 2.0 } else { 1.0 },
                    radius: RADIUS.into(),
                },
                icon: self.muted,
                placeholder: self.muted,
                value: self.text,
                selection: Color { a: 0.3, ..self.accent },
            }
        }
    }
}
