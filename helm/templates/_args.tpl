{{/* The command lines, as YAML lists. Options that can be written as --name=value are: a value may start with a dash. */}}

{{- define "pgdump.commonArgs" -}}
{{- if gt (int .Values.connectRetrySeconds) 0 }}
- --connect-retry={{ int .Values.connectRetrySeconds }}
{{- end }}
{{- if ne .Values.logFormat "text" }}
- --log-format={{ .Values.logFormat }}
{{- end }}
{{- end -}}

{{- define "pgdump.backupArgs" -}}
{{- $backup := .Values.backup -}}
- backup
- --dir=/data
{{- include "pgdump.commonArgs" . }}
{{- range $backup.databases.include }}
- {{ printf "--include-db=%s" . | quote }}
{{- end }}
{{- range $backup.databases.exclude }}
- {{ printf "--exclude-db=%s" . | quote }}
{{- end }}
{{- if ne $backup.format "plain" }}
- --format={{ $backup.format }}
{{- end }}
{{- with $backup.compression }}
- {{ printf "--compress=%s" . | quote }}
{{- end }}
{{- if gt (int $backup.jobs) 1 }}
- --jobs={{ int $backup.jobs }}
{{- end }}
{{- with $backup.maxConnectionsPerDatabase }}
- --max-connections-per-database={{ int . }}
{{- end }}
{{- if not $backup.globals }}
- --no-globals
{{- end }}
{{- range $option, $count := dict "last" $backup.retention.keepLast "daily" $backup.retention.keepDaily "weekly" $backup.retention.keepWeekly "monthly" $backup.retention.keepMonthly }}
{{- if $count }}
- --keep-{{ $option }}={{ int $count }}
{{- end }}
{{- end }}
{{- if .Values.metrics.enabled }}
- {{ printf "--metrics-file=%s" .Values.metrics.file | quote }}
{{- end }}
{{- with $backup.hooks.onSuccess }}
- {{ printf "--on-success=%s" . | quote }}
{{- end }}
{{- with $backup.hooks.onFailure }}
- {{ printf "--on-failure=%s" . | quote }}
{{- end }}
{{- with $backup.extraArgs }}
{{ toYaml . }}
{{- end }}
{{- end -}}
