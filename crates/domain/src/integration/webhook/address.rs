use crate::integration::Network;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why an address is not called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// Which addresses may be called. Whoever registers a webhook chooses what this server connects to, so nothing that is
/// reached from here and not from everywhere may be chosen: this machine, the office's network, a cloud's metadata.
#[derive(Clone, Debug, Default)]
pub struct AddressRule {
    /// What the operator allows besides: receivers in his own network.
    pub allowed: Vec<Network>,
}

impl AddressRule {
    /// Refuses what is not reached over the public Internet, in whatever notation it hides.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn check(&self, address: IpAddr) -> Result<(), Refused> {
        let address = address.to_canonical();
        if self.allowed.iter().any(|network| network.contains(address)) {
            return Ok(());
        }
        let public = match address {
            IpAddr::V4(v4) => is_public_v4(v4),
            IpAddr::V6(v6) => self.is_public_v6(v6),
        };
        if public { Ok(()) } else { Err(Refused) }
    }

    fn is_public_v6(&self, address: Ipv6Addr) -> bool {
        let s = address.segments();
        // A network that has IPv6 only reaches IPv4 by these (RFC 6052): what counts is where it leads.
        if s[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
            let [a, b] = s[6].to_be_bytes();
            let [c, d] = s[7].to_be_bytes();
            return self.check(Ipv4Addr::new(a, b, c, d).into()).is_ok();
        }
        // Of everything else only what is given out for the Internet (2000::/3), without what has another meaning there.
        // So loopback, link-local, unique local, multicast, mapped and compatible forms are out without being named.
        s[0] & 0xe000 == 0x2000
            // 2001::/23, protocol assignments, with Teredo, ORCHID and benchmarks (RFC 2928, 4380, 7343, 5180).
            && !(s[0] == 0x2001 && s[1] < 0x0200)
            // Documentation (RFC 3849, 9637).
            && !(s[0] == 0x2001 && s[1] == 0x0db8)
            && !(s[0] == 0x3fff && s[1] < 0x1000)
            // 6to4 leads to any IPv4 address and is given up (RFC 7526).
            && s[0] != 0x2002
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || a == 10
        || a == 127
        || a >= 224
        // 运营商级 NAT (RFC 6598); also where one cloud keeps its metadata.
        || (a == 100 && (64..128).contains(&b))
        || (a == 169 && b == 254)
        || (a == 172 && (16..32).contains(&b))
        || (a == 192 && b == 168)
        // Protocol assignments, documentation, 6to4 relays (RFC 6890, 5737, 7526).
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113)
        // A public number that is a cloud's inside: Azure's host of every machine.
        || address == Ipv4Addr::new(168, 63, 129, 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(address: &str) -> bool {
        AddressRule::default().check(address.parse().unwrap()).is_ok()
    }

    #[test]
    fn the_internet_may_be_called() {
        for address in [
            "8.8.8.8",
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "2400:3200::1",
            "2606:4700::1111",
            "64:ff9b::808:808",
        ] {
            assert!(public(address), "{address}");
        }
    }

    #[test]
    fn nothing_else_may() {
        for address in [
            // This machine, unspecified, private, shared, link-local with metadata.
            "127.0.0.1",
            "127.255.255.254",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "100.100.100.200",
            "169.254.169.254",
            "168.63.129.16",
            // Documentation, benchmarks, multicast, reserved, broadcast.
            "192.0.2.1",
            "198.51.100.7",
            "203.0.113.9",
            "198.18.0.1",
            "192.0.0.8",
            "192.88.99.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            // The same of IPv6, and IPv4 inside of it: mapped, compatible, NAT64, local NAT64, 6to4, Teredo.
            "::",
            "::1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001:db8::1",
            "3fff::1",
            "100::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::808:808",
            "2002:7f00:1::",
            "2002:808:808::",
            "2001::1",
        ] {
            assert!(!public(address), "{address}");
        }
    }

    #[test]
    fn a_mapped_address_is_judged_as_what_it_is() {
        assert!(public("::ffff:8.8.8.8"));
        assert!(!public("::ffff:10.0.0.1"));
    }

    #[test]
    fn the_operator_may_allow_his_own_network() {
        let rule = AddressRule { allowed: vec!["10.20.0.0/16".parse().unwrap()] };
        for (address, allowed) in [
            ("10.20.3.4", true),
            ("::ffff:10.20.3.4", true),
            ("64:ff9b::a14:304", true),
            ("10.21.0.1", false),
            ("127.0.0.1", false),
        ] {
            assert_eq!(rule.check(address.parse().unwrap()).is_ok(), allowed, "{address}");
        }
    }
}
