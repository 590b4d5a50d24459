//! Vocabularies of this feature as the API document shows them.

use crate::http::Code;
use domain::integration;

/// 授权范围
pub type KeyScopeCode = Code<integration::KeyScope>;
/// 密钥状态
pub type KeyStateCode = Code<integration::KeyState>;
/// 推送状况
pub type WebhookHealthCode = Code<integration::webhook::WebhookHealth>;
