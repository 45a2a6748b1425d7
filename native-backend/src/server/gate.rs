//! `Host` and `Origin`: is the request for us, and does a page of ours ask?
//!
//! A browser tells which page asks (`Origin`) and which name it looked up
//! (`Host`), and no page can forge either. A foreign `Origin` is another site
//! using the visitor's browser against us; a foreign `Host` is a name of
//! another site that was made to point to our address (DNS rebinding).

use std::io;
use std::net::{IpAddr, SocketAddr};

use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri};

/// Who is let in.
#[derive(Clone, Debug)]
pub struct Gate {
    /// `name:port`, lower case.
    hosts: Vec<String>,
    /// `http://name:port`.
    origins: Vec<String>,
    /// We listen on more than loopback: an address as host is no name that
    /// could have been pointed at us.
    any_address: Option<u16>,
}

/// Why not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// `Host` is missing, or there are several.
    #[error("the request names no host")]
    NoHost,
    /// `Host` is not ours.
    #[error("this server does not answer to that host name (serve --allow-origin would)")]
    Host,
    /// `Origin` is not ours.
    #[error("pages of that origin may not use this server (serve --allow-origin would)")]
    Origin,
}

impl Gate {
    /// For a server at this address, with further origins.
    pub fn new(address: SocketAddr, more: &[String]) -> io::Result<Gate> {
        let port = address.port();
        let mut hosts = vec![address.to_string()];
        if address.ip().is_loopback() || address.ip().is_unspecified() {
            hosts.extend(["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")));
        }
        if port == 80 {
            let short: Vec<_> = hosts
                .iter()
                .filter_map(|host| host.strip_suffix(":80"))
                .map(str::to_owned)
                .collect();
            hosts.extend(short);
        }
        let mut origins: Vec<_> = hosts.iter().map(|host| format!("http://{host}")).collect();
        for origin in more {
            let origin = origin.trim_end_matches('/').to_ascii_lowercase();
            let Some(host) = origin_host(&origin) else {
                let why =
                    format!("`{origin}` is not an origin: give http://name or http://name:port");
                return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
            };
            hosts.push(host.to_owned());
            origins.push(origin);
        }
        let any_address = (!address.ip().is_loopback()).then_some(port);
        Ok(Gate { hosts, origins, any_address })
    }

    /// Lets a request in, or says why not.
    pub fn check(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), Refusal> {
        let mut given = headers.get_all(HOST).iter();
        let (Some(host), None) = (given.next(), given.next()) else {
            return Err(Refusal::NoHost);
        };
        let host = host.to_str().map_err(|_| Refusal::Host)?.to_ascii_lowercase();
        let in_target = uri.authority().map(|authority| authority.as_str().to_ascii_lowercase());
        if !self.is_host(&host) || in_target.is_some_and(|target| target != host) {
            return Err(Refusal::Host);
        }
        headers.get_all(ORIGIN).iter().try_for_each(|origin| {
            let origin = origin.to_str().unwrap_or_default().to_ascii_lowercase();
            if self.is_origin(&origin) { Ok(()) } else { Err(Refusal::Origin) }
        })
    }

    fn is_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|ours| ours == host) || self.is_address(host)
    }

    fn is_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|ours| ours == origin)
            || origin.strip_prefix("http://").is_some_and(|host| self.is_address(host))
    }

    fn is_address(&self, host: &str) -> bool {
        let Some(port) = self.any_address else {
            return false;
        };
        let address = host.parse::<SocketAddr>().ok().or_else(|| {
            let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok()?;
            Some(SocketAddr::new(ip, 80))
        });
        address.is_some_and(|address| address.port() == port)
    }
}

/// `name:port` of `http://name:port`.
fn origin_host(origin: &str) -> Option<&str> {
    let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"))?;
    let authority = host.parse::<Authority>().ok()?;
    (authority.as_str() == host && !host.contains('@')).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(gate: &Gate, host: &str, origin: Option<&str>) -> Result<(), Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        gate.check(&headers, &Uri::from_static("/"))
    }

    #[test]
    fn loopback_answers_to_its_own_names_only() {
        let gate = Gate::new("127.0.0.1:8080".parse().unwrap(), &[]).unwrap();
        for host in ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"] {
            assert_eq!(check(&gate, host, None), Ok(()), "{host}");
            assert_eq!(check(&gate, host, Some("http://localhost:8080")), Ok(()));
        }
        for host in [
            "evil.example:8080",
            "localhost",
            "localhost:80",
            "127.0.0.1.evil.example:8080",
            "",
            "192.168.0.2:8080",
        ] {
            assert_eq!(check(&gate, host, None), Err(Refusal::Host), "{host}");
        }
        for origin in [
            "http://evil.example",
            "null",
            "https://localhost:8080",
            "http://localhost:8081",
            "http://localhost:8080.evil.example",
        ] {
            assert_eq!(
                check(&gate, "localhost:8080", Some(origin)),
                Err(Refusal::Origin),
                "{origin}"
            );
        }
        assert_eq!(gate.check(&HeaderMap::new(), &Uri::from_static("/")), Err(Refusal::NoHost));
    }

    #[test]
    fn the_target_may_not_name_another_host() {
        let gate = Gate::new("127.0.0.1:8080".parse().unwrap(), &[]).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(HOST, "localhost:8080".parse().unwrap());
        let other = Uri::from_static("http://evil.example/");
        assert_eq!(gate.check(&headers, &other), Err(Refusal::Host));
        headers.append(HOST, "localhost:8080".parse().unwrap());
        assert_eq!(gate.check(&headers, &Uri::from_static("/")), Err(Refusal::NoHost));
    }

    #[test]
    fn further_names_must_be_given() {
        let origins = ["https://lab.example".to_owned()];
        let gate = Gate::new("0.0.0.0:8080".parse().unwrap(), &origins).unwrap();
        assert_eq!(check(&gate, "lab.example", Some("https://lab.example")), Ok(()));
        assert_eq!(check(&gate, "192.168.0.2:8080", Some("http://192.168.0.2:8080")), Ok(()));
        assert_eq!(check(&gate, "evil.example:8080", None), Err(Refusal::Host));
        for bad in ["lab.example", "http://", "http://a/b", "http://u@h", "ftp://a"] {
            assert!(Gate::new("0.0.0.0:1".parse().unwrap(), &[bad.to_owned()]).is_err(), "{bad}");
        }
    }
}
