//! A shop with 300 people around it: a campaign that takes a moment.

/// What campaigns of tests begin with; it ends within `[run]`, which says no worlds.
pub(crate) const SHOP: &str = r#"
format = 1
name = "Corner"
objective = "profit"

[audience]
kind = "from-aggregates"
people = 300
fans = { shop = 30 }
friends = 12
nearby = 0.5
overlap = "estimate"

[platform.shop]
organic_reach = 0.5

[response]
post = { engage = 0.2, buy = 0.2, share = 0.1 }
boost = { engage = 0.1, buy = 0.1 }
share = { seen = 0.2, engage = 0.1, buy = 0.1, share = 0.1 }
invite = { customer = 0.2, fan = 0.1, delay = 1 }

[money]
currency = "EUR"
budget = 40
hour = 15
margin_per_customer = 30

[[strategy]]
name = "broadcast"
actions = [
  { kind = "post", per_week = 1, hours = 0.2 },
  { kind = "boost", budget = "rest", per_thousand = 80 },
]

[[strategy]]
name = "invite"
actions = [
  { kind = "post", per_week = 1, hours = 0.2 },
  { kind = "prompt", via = "counter", seen = 0.6, take_part = 0.3, invitations = 2,
    delay = 2, reward = { two-sided = [1, 1] } },
]

[run]
days = 7
reference = "broadcast"
seed = 1
"#;
