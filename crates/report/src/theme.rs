//! Colours, by what they stand for, on light and on dark ground.
//!
//! A series names its role, never a colour. Roles differ in hue and lightness as
//! the Okabe–Ito palette does, which most colour-blind readers can tell apart,
//! and from the third strategy on also by the pattern of the line.
//!
//! - **Source:** Okabe & Ito, *Color Universal Design*, 2008. Darkened where
//!   text is written in the colour, so that it can be read.

use groundswell_campaign::channel::Channel;

/// The ground a picture is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark on white: documents, slides, print.
    #[default]
    Light,
    /// Light on near-black: screens.
    Dark,
}

/// What a line or a segment stands for; decides its colour and its pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The strategy at this place of the scenario's list, from 0. Five differ;
    /// the sixth looks like the first.
    Strategy(usize),
    /// What happens if the brand does nothing.
    Baseline,
    /// One strategy less another, in the same worlds.
    Difference,
    /// People reached as fans.
    Fans,
    /// People reached who are friends of fans.
    FriendsOfFans,
    /// People reached further out.
    Further,
    /// What came through a channel.
    Channel(Channel),
    /// One kind of cost.
    Cost(Paid),
    /// What customers bring.
    Margin,
}

/// For what money is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paid {
    /// Paid impressions.
    Media,
    /// Working hours.
    Labour,
    /// Invitations and rewards.
    Rewards,
    /// Fees and tools.
    Fees,
}

/// Red, green and blue, each 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour(pub(crate) u8, pub(crate) u8, pub(crate) u8);

impl Colour {
    const fn hex(rgb: u32) -> Self {
        let [_, r, g, b] = rgb.to_be_bytes();
        Self(r, g, b)
    }

    /// As SVG writes it: `#0072b2`.
    pub(crate) fn code(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// This colour with a `share` of another, 0 to 1.
    pub(crate) fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| {
            let (a, b) = (f64::from(a), f64::from(b));
            (a + (b - a) * share).round() as u8
        };
        Self(
            mix(self.0, other.0),
            mix(self.1, other.1),
            mix(self.2, other.2),
        )
    }

    /// How much light comes from the colour, 0 to 1: the relative luminance of
    /// WCAG 2.
    fn luminance(self) -> f64 {
        let channel = |v: u8| {
            let c = f64::from(v) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                libm::pow((c + 0.055) / 1.055, 2.4)
            }
        };
        0.2126 * channel(self.0) + 0.7152 * channel(self.1) + 0.0722 * channel(self.2)
    }

    /// The contrast ratio of WCAG 2, from 1 to 21; text wants 4.5.
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl Theme {
    pub(crate) fn ground(self) -> Colour {
        self.choose(0xff_ff_ff, 0x15_18_1d)
    }

    pub(crate) fn text(self) -> Colour {
        self.choose(0x1b_1f_24, 0xec_ee_f1)
    }

    /// Subtitles, axis labels, notes.
    pub(crate) fn quiet(self) -> Colour {
        self.choose(0x5d_66_70, 0xa3_ac_b6)
    }

    pub(crate) fn grid(self) -> Colour {
        self.choose(0xe9_ec_ef, 0x2a_2f_37)
    }

    /// The zero line and the foot of the plot.
    pub(crate) fn axis(self) -> Colour {
        self.choose(0xa9_b1_ba, 0x6b_74_7f)
    }

    /// The ground of what has colours of its own, where there is nothing to tell.
    pub(crate) fn neutral(self) -> Colour {
        self.choose(0xee_f0_f2, 0x2a_2f_37)
    }

    /// The colour of much, where nothing is compared.
    pub(crate) fn much(self) -> Colour {
        self.choose(0x43_35_8c, 0xc0_b4_fa)
    }

    /// The colour of a role's line, band or segment.
    pub(crate) fn line(self, role: Role) -> Colour {
        match role {
            Role::Strategy(place) => match place % 5 {
                0 => self.choose(0x00_72_b2, 0x56_b4_e9),
                1 => self.choose(0xd5_5e_00, 0xf2_8e_4c),
                2 => self.choose(0x00_9e_73, 0x35_c9_9a),
                3 => self.choose(0xaf_4c_85, 0xe3_9b_c5),
                _ => self.choose(0xd3_92_00, 0xf0_e4_42),
            },
            Role::Baseline => self.choose(0x7c_86_91, 0x8f_99_a4),
            Role::Difference => self.choose(0x2f_3b_52, 0xc9_d4_e4),
            Role::Fans => self.choose(0x00_5a_8e, 0x2f_8f_cc),
            Role::FriendsOfFans => self.choose(0x4b_a6_dc, 0x7f_c8_f2),
            Role::Further => self.choose(0xbf_df_f2, 0xcf_e9_fa),
            Role::Channel(Channel::Post) => self.choose(0x4b_3f_72, 0x6a_5b_a3),
            Role::Channel(Channel::Boost) => self.choose(0x9a_8d_c4, 0xab_9f_d6),
            Role::Channel(Channel::Share) => self.choose(0xd5_ce_e8, 0xdc_d6_ee),
            Role::Channel(Channel::Invite) => self.choose(0xe6_a1_3a, 0xf0_b8_5c),
            Role::Channel(Channel::Word) => self.choose(0xf3_cf_8e, 0xf7_dc_ae),
            Role::Channel(Channel::Group) => self.choose(0x1f_6f_54, 0x2f_7d_62),
            Role::Channel(Channel::Reply) => self.choose(0x8f_cb_b2, 0xa5_d8_c3),
            Role::Channel(Channel::Media) => self.choose(0x9c_33_2c, 0xa8_42_3a),
            Role::Channel(Channel::Search) => self.choose(0xe9_a3_9c, 0xf0_b6_b0),
            // What is paid keeps the colours of where it goes.
            Role::Cost(Paid::Media) => self.line(Role::Channel(Channel::Boost)),
            Role::Cost(Paid::Rewards) => self.line(Role::Channel(Channel::Invite)),
            Role::Cost(Paid::Labour) => self.choose(0x6b_74_80, 0x8a_94_a0),
            Role::Cost(Paid::Fees) => self.choose(0xc3_c9_d0, 0xc3_c9_d0),
            Role::Margin => self.choose(0x1f_6f_54, 0x2f_7d_62),
        }
    }

    /// The colour of text about a role: the line's, but legible on the ground.
    pub(crate) fn ink(self, role: Role) -> Colour {
        match (self, role) {
            (Self::Light, Role::Strategy(place)) => match place % 5 {
                0 => Colour::hex(0x00_66_a1),
                1 => Colour::hex(0xb5_4f_00),
                2 => Colour::hex(0x00_7a_59),
                3 => Colour::hex(0xa3_43_78),
                _ => Colour::hex(0x8a_5f_00),
            },
            (Self::Light, Role::Baseline) => self.quiet(),
            (_, Role::Fans | Role::FriendsOfFans | Role::Further | Role::Channel(_)) => self.text(),
            (_, Role::Cost(_) | Role::Margin) => self.text(),
            _ => self.line(role),
        }
    }

    /// The colour of text upon a role's segment.
    pub(crate) fn upon(self, role: Role) -> Colour {
        let (white, black) = (Colour::hex(0xff_ff_ff), Colour::hex(0x12_16_1b));
        let under = self.line(role);
        if under.contrast(white) >= under.contrast(black) {
            white
        } else {
            black
        }
    }

    fn choose(self, light: u32, dark: u32) -> Colour {
        match self {
            Self::Light => Colour::hex(light),
            Self::Dark => Colour::hex(dark),
        }
    }
}

impl Role {
    /// Lengths of dash and gap in widths of the line; empty is a whole line.
    pub(crate) fn dashes(self, dashed: bool) -> &'static [f64] {
        match self {
            _ if dashed => &[3.0, 2.5],
            Self::Strategy(place) => match place % 5 {
                0 | 1 => &[],
                2 => &[5.0, 2.2],
                3 => &[0.1, 2.2],
                _ => &[5.0, 2.2, 0.1, 2.2],
            },
            Self::Baseline => &[1.6, 2.4],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 24] = [
        Role::Strategy(0),
        Role::Strategy(1),
        Role::Strategy(2),
        Role::Strategy(3),
        Role::Strategy(4),
        Role::Baseline,
        Role::Difference,
        Role::Fans,
        Role::FriendsOfFans,
        Role::Further,
        Role::Channel(Channel::Post),
        Role::Channel(Channel::Boost),
        Role::Channel(Channel::Share),
        Role::Channel(Channel::Invite),
        Role::Channel(Channel::Group),
        Role::Channel(Channel::Reply),
        Role::Channel(Channel::Media),
        Role::Channel(Channel::Word),
        Role::Channel(Channel::Search),
        Role::Cost(Paid::Media),
        Role::Cost(Paid::Labour),
        Role::Cost(Paid::Rewards),
        Role::Cost(Paid::Fees),
        Role::Margin,
    ];

    #[test]
    fn every_text_can_be_read_on_its_ground() {
        for theme in [Theme::Light, Theme::Dark] {
            for ink in [theme.text(), theme.quiet()] {
                assert!(ink.contrast(theme.ground()) >= 4.5, "{theme:?} {ink:?}");
            }
            for role in ROLES {
                let on_ground = theme.ink(role).contrast(theme.ground());
                assert!(on_ground >= 4.5, "{theme:?} {role:?}: {on_ground}");
                let on_segment = theme.upon(role).contrast(theme.line(role));
                assert!(on_segment >= 4.5, "{theme:?} {role:?}: {on_segment}");
            }
        }
    }

    #[test]
    fn every_strategy_has_a_line_of_its_own() {
        for theme in [Theme::Light, Theme::Dark] {
            for a in 0..5 {
                for b in 0..a {
                    assert_ne!(theme.line(Role::Strategy(a)), theme.line(Role::Strategy(b)));
                }
            }
        }
    }
}
