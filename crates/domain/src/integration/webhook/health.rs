use super::{DisabledReason, WebhookStatus};
use crate::{integration::KeyState, kernel::coded_enum};

coded_enum! {
    /// 推送状况: what whoever looks after webhooks has to know of one at a glance.
    WebhookHealth {
        /// It is called, and the last call was taken, or none was made yet.
        Well = "well", "正常", "Well";
        /// It is called, and nothing has got through since the last success.
        Failing = "failing", "推送失败", "Failing";
        /// The server has stopped it: its receiver failed for days, or said that it is gone.
        Stopped = "stopped", "自动停用", "Stopped by itself";
        /// Somebody has stopped it.
        Off = "off", "人工停用", "Switched off";
        /// Its key has ended, so it is told nothing.
        KeyEnded = "key_ended", "密钥失效", "Its key has ended";
    }
}

impl WebhookHealth {
    /// How a webhook is: what stopped it comes first, then whether its key works, then its receiver.
    pub fn of(status: WebhookStatus, disabled: Option<DisabledReason>, failing: bool, key: KeyState) -> Self {
        match (status, disabled, key, failing) {
            (WebhookStatus::Disabled, Some(reason), ..) if reason.is_automatic() => Self::Stopped,
            (WebhookStatus::Disabled, ..) => Self::Off,
            (WebhookStatus::Active, _, KeyState::Expired | KeyState::Revoked, _) => Self::KeyEnded,
            (WebhookStatus::Active, _, KeyState::Active, true) => Self::Failing,
            (WebhookStatus::Active, _, KeyState::Active, false) => Self::Well,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stopped_it_comes_first_then_the_key_then_the_receiver() {
        use WebhookStatus::{Active, Disabled};
        let of = WebhookHealth::of;
        assert_eq!(of(Active, None, false, KeyState::Active), WebhookHealth::Well);
        assert_eq!(of(Active, None, true, KeyState::Active), WebhookHealth::Failing);
        assert_eq!(of(Active, None, true, KeyState::Expired), WebhookHealth::KeyEnded);
        assert_eq!(of(Active, None, false, KeyState::Revoked), WebhookHealth::KeyEnded);
        for reason in [DisabledReason::Gone, DisabledReason::Failing] {
            assert_eq!(of(Disabled, Some(reason), true, KeyState::Revoked), WebhookHealth::Stopped);
        }
        for reason in [DisabledReason::Owner, DisabledReason::Administrator] {
            assert_eq!(of(Disabled, Some(reason), true, KeyState::Active), WebhookHealth::Off);
        }
    }
}
