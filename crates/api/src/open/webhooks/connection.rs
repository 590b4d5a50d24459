//! Connecting to a receiver. The name is resolved here, every address is checked, and the connection goes to one of
//! the addresses that were checked: nothing is resolved a second time, so no second answer can lead elsewhere.

use super::resolver::Resolver;
use domain::integration::webhook::{AddressRule, AttemptError, WebhookUrl};
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;
use url::Host;

/// One address of several is given up after this, so that the next is tried.
const CONNECT: Duration = Duration::from_secs(4);

/// A connection, encrypted or not.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// The addresses of a receiver, all of which may be called.
///
/// # Errors
/// [`AttemptError::Unresolved`], [`AttemptError::AddressRefused`] when any of them may not.
pub(super) async fn addresses(
    resolver: &dyn Resolver,
    rule: &AddressRule,
    url: &WebhookUrl,
) -> Result<Vec<IpAddr>, AttemptError> {
    let found = match (url.literal(), url.parts().host_str()) {
        (Some(address), _) => vec![address],
        (None, Some(host)) => resolver.resolve(host).await.map_err(|_| AttemptError::Unresolved)?,
        (None, None) => Vec::new(),
    };
    if found.is_empty() {
        return Err(AttemptError::Unresolved);
    }
    // All of them: a name with a good and a bad address is a name that somebody plays with.
    if found.iter().any(|address| rule.check(*address).is_err()) {
        return Err(AttemptError::AddressRefused);
    }
    Ok(found)
}

/// Connects to one of these addresses and, for `https`, makes sure that it is the host.
///
/// # Errors
/// [`AttemptError::ConnectFailed`], [`AttemptError::TlsFailed`].
pub(super) async fn connect(url: &WebhookUrl, addresses: &[IpAddr]) -> Result<Box<dyn Stream>, AttemptError> {
    let port = url.parts().port_or_known_default().ok_or(AttemptError::ConnectFailed)?;
    let mut stream = None;
    for address in addresses {
        let attempt = TcpStream::connect(SocketAddr::new(*address, port));
        if let Ok(Ok(connected)) = tokio::time::timeout(CONNECT, attempt).await {
            stream = Some(connected);
            break;
        }
    }
    let stream = stream.ok_or(AttemptError::ConnectFailed)?;
    // A call is one small packet: there is nothing to wait for. Where it cannot be set it is only slower.
    let _quicker = stream.set_nodelay(true);
    if url.parts().scheme() == "http" {
        return Ok(Box::new(stream));
    }
    let name = match url.parts().host() {
        Some(Host::Domain(name)) => {
            ServerName::try_from(name.to_owned()).map_err(|_| AttemptError::TlsFailed)?
        }
        Some(Host::Ipv4(address)) => ServerName::IpAddress(IpAddr::V4(address).into()),
        Some(Host::Ipv6(address)) => ServerName::IpAddress(IpAddr::V6(address).into()),
        None => return Err(AttemptError::TlsFailed),
    };
    let connector = TlsConnector::from(tls().ok_or(AttemptError::TlsFailed)?);
    let stream = connector.connect(name, stream).await.map_err(|_| AttemptError::TlsFailed)?;
    Ok(Box::new(stream))
}

/// TLS 1.2 and 1.3, with the certificate authorities that the operator's system trusts: an authority of the province's own
/// belongs there, and `SSL_CERT_FILE` is honoured. A system without any (a bare container) gets Mozilla's list.
pub(crate) fn tls() -> Option<Arc<ClientConfig>> {
    static TLS: OnceLock<Option<Arc<ClientConfig>>> = OnceLock::new();
    TLS.get_or_init(|| {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        Some(Arc::new(config.ok()?.with_root_certificates(roots).with_no_client_auth()))
    })
    .clone()
}
