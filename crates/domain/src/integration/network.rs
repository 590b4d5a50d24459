use crate::kernel::ErrorCode;
// The addresses alone: `core` cannot open a connection.
use core::net::{IpAddr, Ipv6Addr};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// 网段: a network of either family, `203.0.113.0/24` or `2001:db8::/32`; an address alone is a network of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network {
    address: IpAddr,
    length: u8,
}

impl Network {
    /// True when the address lies in the network. An IPv4 address that arrives in an IPv6 socket is the IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                masked(network.to_bits().into(), 32, self.length)
                    == masked(address.to_bits().into(), 32, self.length)
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                masked(network.to_bits(), 128, self.length) == masked(address.to_bits(), 128, self.length)
            }
            _ => false,
        }
    }
}

/// The first `length` of `bits` bits.
fn masked(value: u128, bits: u8, length: u8) -> u128 {
    // A shift by the whole width would overflow; nothing is left of the value then.
    value.checked_shr(u32::from(bits - length)).unwrap_or(0)
}

impl FromStr for Network {
    type Err = ErrorCode;

    fn from_str(text: &str) -> Result<Self, ErrorCode> {
        let (address, length) = match text.trim().split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| ErrorCode::NetworkInvalid)?;
        let bits: u8 = if address.is_ipv4() { 32 } else { 128 };
        let length: u8 = match length {
            Some(length) => length.parse().map_err(|_| ErrorCode::NetworkInvalid)?,
            None => bits,
        };
        if length > bits {
            return Err(ErrorCode::NetworkInvalid);
        }
        // Written with host bits it means its network: 10.1.2.3/8 is 10.0.0.0/8.
        let address = match address {
            IpAddr::V4(v4) => {
                let kept = u32::MAX.checked_shl(u32::from(32 - length)).unwrap_or(0);
                IpAddr::V4((v4.to_bits() & kept).into())
            }
            IpAddr::V6(v6) => {
                let kept = u128::MAX.checked_shl(u32::from(128 - length)).unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & kept))
            }
        };
        // Addresses are compared as IPv4 wherever they are such, so the network must be too.
        Ok(match address {
            IpAddr::V6(v6) if length >= 96 => match v6.to_ipv4_mapped() {
                Some(v4) => Self { address: v4.into(), length: length - 96 },
                None => Self { address, length },
            },
            _ => Self { address, length },
        })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.length)
    }
}

impl Serialize for Network {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom("not a network"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(network: &str, address: &str) -> bool {
        let network: Network = network.parse().unwrap();
        network.contains(address.parse().unwrap())
    }

    #[test]
    fn networks_of_both_families() {
        assert!(holds("203.0.113.0/24", "203.0.113.255"));
        assert!(!holds("203.0.113.0/24", "203.0.114.0"));
        assert!(holds("10.1.2.3", "10.1.2.3") && !holds("10.1.2.3", "10.1.2.4"));
        assert!(holds("2001:db8::/32", "2001:db8:ffff::1") && !holds("2001:db8::/32", "2001:db9::1"));
        assert!(holds("0.0.0.0/0", "8.8.8.8") && !holds("0.0.0.0/0", "2001:db8::1"));
        assert!(holds("::/0", "2001:db8::1") && !holds("::/0", "8.8.8.8"));
    }

    #[test]
    fn an_ipv4_address_is_the_same_in_either_form() {
        assert!(holds("10.0.0.0/8", "::ffff:10.9.8.7"));
        assert!(holds("::ffff:10.0.0.0/104", "10.9.8.7"));
    }

    #[test]
    fn it_is_written_in_one_form() {
        for (given, written) in [
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("2001:DB8::1/32", "2001:db8::/32"),
            ("::1", "::1/128"),
            (" 1.2.3.4 ", "1.2.3.4/32"),
        ] {
            assert_eq!(given.parse::<Network>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "/",
            "10.0.0.0/33",
            "::/129",
            "10.0.0/8",
            "10.0.0.0/-1",
            "10.0.0.0/8/8",
            "example.org",
            "10.0.0.0/a",
        ] {
            assert_eq!(text.parse::<Network>(), Err(ErrorCode::NetworkInvalid), "{text}");
        }
    }
}
