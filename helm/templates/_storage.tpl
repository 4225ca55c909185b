{{/* Where the sets are, and how a pod reaches them: a volume at /data, or a bucket. */}}

{{- define "pgdump.inBucket" -}}
{{- if eq .Values.storage.type "object" }}yes{{ end -}}
{{- end -}}

{{/* The directory of the sets, as --dir names it. */}}
{{- define "pgdump.directory" -}}
{{- if include "pgdump.inBucket" . -}}
{{- regexReplaceAll "/+$" .Values.storage.object.location "" -}}
{{- else -}}
/data
{{- end -}}
{{- end -}}

{{/* WORKDIR replaces the image's, /data: commands without --dir use the bucket. */}}
{{- define "pgdump.storageEnv" -}}
{{- if include "pgdump.inBucket" . -}}
{{- $object := .Values.storage.object -}}
- name: WORKDIR
  value: {{ include "pgdump.directory" . | quote }}
{{- with $object.endpoint }}
- name: AWS_ENDPOINT_URL_S3
  value: {{ . | quote }}
{{- end }}
{{- with $object.region }}
- name: AWS_REGION
  value: {{ . | quote }}
{{- end }}
{{- if $object.caSecretName }}
- name: AWS_CA_BUNDLE
  value: /run/secrets/object-storage/ca.crt
{{- end }}
{{- if $object.secretName }}
{{- range $variable, $key := dict "AWS_ACCESS_KEY_ID" $object.accessKeyIdKey "AWS_SECRET_ACCESS_KEY" $object.secretAccessKeyKey "AWS_SESSION_TOKEN" $object.sessionTokenKey }}
{{- if $key }}
- name: {{ $variable }}
  valueFrom:
    secretKeyRef:
      name: {{ $object.secretName }}
      key: {{ $key | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
{{- end -}}

{{- define "pgdump.storageMounts" -}}
{{- if include "pgdump.inBucket" . -}}
{{- if .Values.storage.object.caSecretName -}}
- name: object-storage-ca
  mountPath: /run/secrets/object-storage
  readOnly: true
{{- end }}
{{- else -}}
- name: data
  mountPath: /data
  {{- with .Values.storage.subPath }}
  subPath: {{ . | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "pgdump.storageVolumes" -}}
{{- if include "pgdump.inBucket" . -}}
{{- with .Values.storage.object.caSecretName -}}
- name: object-storage-ca
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    items:
      - key: {{ $.Values.storage.object.caKey | quote }}
        path: ca.crt
{{- end }}
{{- else -}}
- name: data
  persistentVolumeClaim:
    claimName: {{ include "pgdump.claim" . }}
{{- end }}
{{- end -}}

{{/* The port of the endpoint. */}}
{{- define "pgdump.storagePort" -}}
{{- $endpoint := .Values.storage.object.endpoint | trimAll "/" -}}
{{- $port := regexFind ":[0-9]+$" $endpoint | trimPrefix ":" -}}
{{- $port | default (ternary "80" "443" (hasPrefix "http://" $endpoint)) -}}
{{- end -}}
