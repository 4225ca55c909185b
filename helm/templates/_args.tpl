{{/* The command lines, as YAML lists. Options that can be written as --name=value are: a value may start with a dash. */}}

{{- define "pgdump.commonArgs" -}}
{{- if gt (int .Values.connectRetrySeconds) 0 }}
- --connect-retry={{ int .Values.connectRetrySeconds }}
{{- end }}
{{- if ne .Values.logFormat "text" }}
- --log-format={{ .Values.logFormat }}
{{- end }}
{{- end -}}

{{/* Which set is made where, by backup, and asked about by check. */}}
{{- define "pgdump.setArgs" -}}
- {{ printf "--dir=%s" (include "pgdump.directory" .) | quote }}
{{- include "pgdump.commonArgs" . }}
{{- range .Values.backup.databases.include }}
- {{ printf "--include-db=%s" . | quote }}
{{- end }}
{{- range .Values.backup.databases.exclude }}
- {{ printf "--exclude-db=%s" . | quote }}
{{- end }}
{{- if not .Values.backup.globals }}
- --no-globals
{{- end }}
{{- end -}}

{{- define "pgdump.checkArgs" -}}
- check
{{ include "pgdump.setArgs" . }}
{{- end -}}

{{- define "pgdump.backupArgs" -}}
{{- $backup := .Values.backup -}}
- backup
{{ include "pgdump.setArgs" . }}
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
{{- range $option, $count := dict "last" $backup.retention.keepLast "daily" $backup.retention.keepDaily "weekly" $backup.retention.keepWeekly "monthly" $backup.retention.keepMonthly }}
{{- if $count }}
- --keep-{{ $option }}={{ int $count }}
{{- end }}
{{- end }}
{{- range .Values.encryption.recipients }}
- {{ printf "--recipient=%s" . | quote }}
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

{{- define "pgdump.verifyArgs" -}}
- verify
{{- include "pgdump.commonArgs" . }}
{{- if .Values.verify.restoreDrill.enabled }}
- {{ printf "--restore-into=dbname=%s" (include "pgdump.conninfoValue" .Values.pgdatabase) | quote }}
{{- end }}
- {{ printf "%s/%s" (include "pgdump.directory" .) .Values.verify.set | quote }}
{{- end -}}

{{- define "pgdump.restoreArgs" -}}
{{- $restore := .Values.restore -}}
- restore
{{- include "pgdump.commonArgs" . }}
- {{ printf "--dbname=dbname=%s" (include "pgdump.conninfoValue" .Values.pgdatabase) | quote }}
{{- if $restore.database }}
- {{ printf "--database=%s" $restore.database | quote }}
{{- with $restore.as }}
- {{ printf "--as=%s" . | quote }}
{{- end }}
{{- else }}
- --all
{{- end }}
{{- with $restore.extraArgs }}
{{ toYaml . }}
{{- end }}
- {{ printf "%s/%s" (include "pgdump.directory" .) $restore.set | quote }}
{{- end -}}

{{- define "pgdump.conninfoValue" -}}
{{- printf "'%s'" (. | replace "\\" "\\\\" | replace "'" "\\'") -}}
{{- end -}}
