"""What staff may do with yearly reports."""

from foundation.contracts import CASES, Capability

VIEW = ("annual_report.view_report",)

READ = Capability("annual_report.read", "查看年度报告", VIEW, writes=False)
WRITE = Capability("annual_report.write", "编写年度报告、填报数据、登记纸质签发", VIEW, group=CASES)
SIGN = Capability("annual_report.sign", "签发年度报告", VIEW, group=CASES)
PUBLISH = Capability("annual_report.publish", "公布年度报告", VIEW, group=CASES)
CAPABILITIES = (READ, WRITE, SIGN, PUBLISH)
