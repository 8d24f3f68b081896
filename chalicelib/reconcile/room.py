"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Room, Section
from chalicelib.core.words import Word
from chalicelib.reconcile.jobs import ImportSources, Reconcile

ASK = Right("reconcile.ask", "与企业微信对账", "Compare with WeCom", CAMPAIGNERS)
ADOPT = Right("reconcile.adopt", "接管已有的「联系我」与首次来源", "Adopt contact ways and first sources", CAMPAIGNERS)
SEE = Right("reconcile.see", "查看对账结果", "See when the corp was compared with WeCom, and what was found", READERS)

ROOM = Room(
    name="reconcile",
    zh="对账",
    en="Reconciliation: what WeCom lists against what its callbacks told",
    tag="reconciliation",
    section=Section.SETTINGS,
    jobs=(Reconcile, ImportSources),
    due=("reconcile",),
    rights=(ASK, ADOPT, SEE),
    words={
        "AdoptedWay.former_state": Word("原来的渠道参数", "the channel parameter that it had"),
        "AdoptedWay.adopted_at": Word("接管时间", "when it became the live code's"),
        "Outcome.profiles": Word("重新读取的客户资料数", "profiles that were read again"),
        "Reconciliation.imported_at": Word(
            "首次导入完成的时间，未完成时为 null", "when the first import had ended; null until then"
        ),
        "Reconciliation.last_ids": Word("最近一次名单比对的结果", "what the last comparison of lists came to"),
        "Reconciliation.last_whole": Word("最近一次全量比对的结果", "what the last whole comparison came to"),
        "SourcesUpload.fields": Word("上传表单须原样带上的字段", "fields of the upload's form, sent as they are"),
        "losses": Word("补录的流失数", "losses that were found"),
        "depth": Word("核对范围", "depth"),
        "config_id": Word("联系我 config_id", "contact way's config id"),
        "code": Word("活码", "live code"),
        "file": Word("文件名", "file"),
    },
)
