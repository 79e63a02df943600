//! Colours, by what they stand for, on light and on dark ground.
//!
//! A series names its role, never a colour. Strategies differ in hue and lightness
//! after the Okabe–Ito palette, moved until readers who lack one of the three kinds of
//! cones can tell any two apart, and from the third on also by the pattern of the line.
//! Text in a colour is darkened so that it can be read.
//!
//! - **Sources:** Okabe & Ito, *Color Universal Design*, 2008. What such readers see, in
//!   the tests, after Machado, Oliveira & Fernandes, *IEEE Transactions on Visualization
//!   and Computer Graphics* 15(6), 2009.

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
        let [red, green, blue] = self.light();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The light in its red, green and blue, 0 to 1 each, as sRGB has it.
    fn light(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|v| {
            let c = f64::from(v) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                libm::pow((c + 0.055) / 1.055, 2.4)
            }
        })
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
                0 => self.choose(0x00_72_b2, 0x4f_a9_e4),
                1 => self.choose(0xd5_5e_00, 0xf2_8e_4c),
                2 => self.choose(0x00_a3_72, 0x2f_d9_94),
                3 => self.choose(0xa4_4f_7b, 0xe8_a6_bf),
                _ => self.choose(0xf0_96_00, 0xf0_e4_42),
            },
            Role::Baseline => self.choose(0x98_a0_a8, 0x7c_84_8d),
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

    /// What readers see whose eyes have all cones, or lack those for red, green or blue:
    /// Machado et al. 2009, severity 1, over the light of red, green and blue.
    const EYES: [(&str, [[f64; 3]; 3]); 4] = [
        (
            "all cones",
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        ),
        (
            "protanopia",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    /// Two colours further apart than this in CIE Lab (1976) are told apart at a glance;
    /// about 2 is the least that anybody sees.
    const APART: f64 = 17.0;

    fn times(matrix: &[[f64; 3]; 3], of: [f64; 3]) -> [f64; 3] {
        [0, 1, 2].map(|row| (0..3).map(|i| matrix[row][i] * of[i]).sum())
    }

    /// CIE Lab of light in red, green and blue, under D65.
    fn lab(light: [f64; 3]) -> [f64; 3] {
        let to_xyz = [
            [0.412_456_4, 0.357_576_1, 0.180_437_5],
            [0.212_672_9, 0.715_152_2, 0.072_175_0],
            [0.019_333_9, 0.119_192_0, 0.950_304_1],
        ];
        let [x, y, z] = times(&to_xyz, light);
        let root = |t: f64| match t > 216.0 / 24_389.0 {
            true => libm::cbrt(t),
            false => (24_389.0 / 27.0 * t + 16.0) / 116.0,
        };
        let [x, y, z] = [root(x / 0.950_47), root(y), root(z / 1.088_83)];
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn distance(a: Colour, b: Colour, eyes: &[[f64; 3]; 3]) -> f64 {
        let seen = |colour: Colour| lab(times(eyes, colour.light()).map(|v| v.clamp(0.0, 1.0)));
        let (a, b) = (seen(a), seen(b));
        let squares = (0..3).map(|i| (a[i] - b[i]) * (a[i] - b[i]));
        squares.sum::<f64>().sqrt()
    }

    fn nearest(theme: Theme, roles: &[Role]) -> (f64, String) {
        let mut nearest = (f64::INFINITY, String::new());
        for (reader, eyes) in &EYES {
            for (place, &a) in roles.iter().enumerate() {
                for &b in &roles[..place] {
                    let apart = distance(theme.line(a), theme.line(b), eyes);
                    if apart < nearest.0 {
                        nearest = (apart, format!("{theme:?}, {reader}: {a:?} and {b:?}"));
                    }
                }
            }
        }
        nearest
    }

    #[test]
    fn whoever_lacks_a_kind_of_cones_tells_any_two_strategies_apart() {
        let mut strategies: Vec<Role> = (0..5).map(Role::Strategy).collect();
        strategies.push(Role::Baseline);
        let circles = [Role::Fans, Role::FriendsOfFans, Role::Further];
        for theme in [Theme::Light, Theme::Dark] {
            for roles in [&strategies[..], &circles] {
                let (apart, whose) = nearest(theme, roles);
                assert!(apart >= APART, "{whose}: {apart:.1}");
            }
        }
    }

    #[test]
    fn distances_between_colours_are_those_of_cie() {
        let (black, white) = (Colour::hex(0), Colour::hex(0xff_ff_ff));
        let (all, deutan) = (&EYES[0].1, &EYES[2].1);
        assert!((distance(black, white, all) - 100.0).abs() < 0.01);
        // Red and a green that are far apart, but not to who lacks the cones for green.
        let (red, green) = (Colour::hex(0xb0_40_30), Colour::hex(0x68_68_20));
        assert!(distance(red, green, all) > 2.0 * distance(red, green, deutan));
    }
}
