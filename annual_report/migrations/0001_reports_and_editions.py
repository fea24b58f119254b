"""Reports while they are written, and their frozen editions."""

import django.db.models.deletion
import foundation.ledger.models
from django.conf import settings
from django.db import migrations, models

from foundation.ledger.append_only import AppendOnly


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0001_agencies_people_and_roles'),
        ('files', '0001_stored_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('agency_name', models.CharField(max_length=100, verbose_name='机关全称')),
                ('data', models.JSONField(verbose_name='内容')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('signed_on', models.DateField(verbose_name='签发日期')),
                ('signer', models.CharField(max_length=60, verbose_name='签发人')),
                ('route', models.CharField(choices=[('system', '在系统内签发'), ('paper', '纸面签发'), ('delegation', '授权代签')], max_length=12, verbose_name='签发方式')),
                ('authority', models.CharField(blank=True, max_length=200, verbose_name='授权依据')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='更正说明')),
                ('created_at', models.DateTimeField(verbose_name='生成时间')),
            ],
            options={
                'verbose_name': '报告版本',
                'verbose_name_plural': '报告版本',
                'ordering': ['report', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_on', models.DateField(verbose_name='公布日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='annual_report.edition', verbose_name='版本')),
            ],
            options={
                'verbose_name': '报告公布',
                'verbose_name_plural': '报告公布',
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(editable=False, max_length=30, verbose_name='阶段')),
                ('last_seq', models.PositiveIntegerField(default=0, editable=False, verbose_name='事件数')),
                ('year', models.PositiveSmallIntegerField(verbose_name='报告年度')),
                ('format_code', models.CharField(max_length=30, verbose_name='格式')),
                ('basis', models.JSONField(default=list, help_text='编制时的统计口径，随报告保存。', verbose_name='统计口径')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annual_reports', to='agencies.agency', verbose_name='机关')),
            ],
            options={
                'verbose_name': '年度报告',
                'verbose_name_plural': '年度报告',
                'ordering': ['-year', 'agency__position', 'agency__code'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure_code', models.CharField(max_length=120, verbose_name='数据')),
                ('value', models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True, verbose_name='数值')),
                ('not_applicable', models.BooleanField(default=False, verbose_name='不适用（/）')),
                ('source', models.CharField(max_length=200, verbose_name='数据来源')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='填报或调整理由')),
                ('author', models.CharField(max_length=60, verbose_name='填报人')),
                ('entered_on', models.DateField(verbose_name='填报日期')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='annual_report.report', verbose_name='报告')),
            ],
            options={
                'verbose_name': '填报数',
                'verbose_name_plural': '填报数',
            },
        ),
        migrations.AddField(
            model_name='edition',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='annual_report.report', verbose_name='报告'),
        ),
        migrations.CreateModel(
            name='ReportEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(verbose_name='序号')),
                ('kind', models.CharField(max_length=40, verbose_name='事件')),
                ('effective_on', models.DateField(verbose_name='发生日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('origin', models.CharField(default='staff', max_length=10, verbose_name='来源')),
                ('capability', models.CharField(blank=True, max_length=60, verbose_name='权限')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='内容')),
                ('backfilled', models.BooleanField(default=False, verbose_name='补录')),
                ('acting_agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='经办单位')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='annual_report.reportevent', verbose_name='更正')),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='证据')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='annual_report.report', verbose_name='报告')),
            ],
            options={
                'verbose_name': '报告办理记录',
                'verbose_name_plural': '报告办理记录',
                'ordering': ['seq'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, verbose_name='部分')),
                ('text', models.TextField(blank=True, verbose_name='正文')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='annual_report.report', verbose_name='报告')),
            ],
            options={
                'verbose_name': '报告正文',
                'verbose_name_plural': '报告正文',
            },
        ),
        migrations.CreateModel(
            name='SpokenStyle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure_code', models.CharField(max_length=120, verbose_name='数据')),
                ('style', models.CharField(choices=[('exact', '准确数'), ('tens', '约数，到十位'), ('hundreds', '约数，到百位'), ('thousands', '约数，到千位'), ('ten_thousands', '约数，到万位')], max_length=20, verbose_name='表述方式')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='styles', to='annual_report.report', verbose_name='报告')),
            ],
            options={
                'verbose_name': '约数表述',
                'verbose_name_plural': '约数表述',
            },
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('agency', 'year'), name='report_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 2008)), name='report_since_the_regulation'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['draft', 'signed', 'published'])), name='report_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('report', 'figure_code'), name='entry_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('not_applicable', False), ('value__isnull', False)), models.Q(('not_applicable', True), ('value__isnull', True)), _connector='OR'), name='entry_is_a_number_or_not_applicable'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('report', 'number'), name='edition_once'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='edition_from_one'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('route__in', ['system', 'paper', 'delegation'])), name='edition_route_known'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('note', ''), _negated=True), _connector='OR'), name='edition_says_what_changed'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('route', 'delegation'), _negated=True), models.Q(('authority', ''), _negated=True), _connector='OR'), name='edition_delegation_has_authority'),
        ),
        migrations.AddConstraint(
            model_name='reportevent',
            constraint=models.UniqueConstraint(fields=('subject', 'seq'), name='reportevent_seq_once'),
        ),
        migrations.AddConstraint(
            model_name='reportevent',
            constraint=models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='reportevent_seq_from_one'),
        ),
        migrations.AddConstraint(
            model_name='reportevent',
            constraint=models.CheckConstraint(condition=models.Q(('effective_on__lte', foundation.ledger.models.ShanghaiDate('recorded_at'))), name='reportevent_not_in_the_future'),
        ),
        migrations.AddConstraint(
            model_name='reportpart',
            constraint=models.UniqueConstraint(fields=('report', 'code'), name='report_part_once'),
        ),
        migrations.AddConstraint(
            model_name='spokenstyle',
            constraint=models.UniqueConstraint(fields=('report', 'figure_code'), name='spoken_style_once'),
        ),
        AppendOnly("annual_report_edition"),
        AppendOnly("annual_report_publication"),
        AppendOnly("annual_report_reportevent"),
    ]
