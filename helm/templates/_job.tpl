{{/* What the two CronJobs have in common, and all Jobs; "job" holds the values that are a job's own. */}}

{{- define "pgdump.cronJob" -}}
{{- $values := .root.Values -}}
suspend: {{ .job.suspend }}
{{- with $values.timeZone }}
timeZone: {{ . | quote }}
{{- end }}
{{- with $values.startingDeadlineSeconds }}
startingDeadlineSeconds: {{ int64 . }}
{{- end }}
successfulJobsHistoryLimit: {{ int $values.successfulJobsHistoryLimit }}
failedJobsHistoryLimit: {{ int $values.failedJobsHistoryLimit }}
{{- end -}}

{{- define "pgdump.job" -}}
backoffLimit: {{ int .job.backoffLimit }}
# Wrong usage (2) and a partial set (3) end the same the next time, and each partial set takes space.
podFailurePolicy:
  rules:
    - action: FailJob
      onPodConditions: []
      onExitCodes:
        containerName: pgdump
        operator: In
        values: [2, 3]
{{- with .job.activeDeadlineSeconds }}
activeDeadlineSeconds: {{ int64 . }}
{{- end }}
{{- if not (kindIs "invalid" .root.Values.ttlSecondsAfterFinished) }}
ttlSecondsAfterFinished: {{ int64 .root.Values.ttlSecondsAfterFinished }}
{{- end }}
{{- end -}}
