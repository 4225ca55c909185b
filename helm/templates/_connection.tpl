{{/* How a pod reaches a server. */}}

{{- define "pgdump.connectionEnv" -}}
{{- $tls := .root.Values.tls -}}
- name: PGHOST
  value: {{ .root.Values.pghost | quote }}
- name: PGPORT
  value: {{ .root.Values.pgport | toString | quote }}
- name: PGUSER
  value: {{ .root.Values.pguser | quote }}
- name: PGDATABASE
  value: {{ .root.Values.pgdatabase | quote }}
- name: PGAPPNAME
  value: {{ printf "pgdump %s" .component | quote }}
{{- if .root.Values.secret_pgpass }}
- name: PGPASSWORD_FILE
  value: /run/secrets/postgres/password
{{- end }}
{{- with $tls.sslmode }}
- name: PGSSLMODE
  value: {{ . | quote }}
{{- end }}
{{- if $tls.systemCA }}
- name: PGSSLROOTCERT
  value: system
{{- end }}
{{- if $tls.secretName }}
{{- range $variable, $key := dict "PGSSLROOTCERT" $tls.caKey "PGSSLCERT" $tls.certKey "PGSSLKEY" $tls.keyKey }}
{{- if and $key (not (and $tls.systemCA (eq $variable "PGSSLROOTCERT"))) }}
- name: {{ $variable }}
  value: {{ printf "/run/secrets/postgres-tls/%s" $key | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Directories, not single files: what is mounted with a subPath would not follow the secret's changes. */}}
{{- define "pgdump.connectionMounts" -}}
{{- if .root.Values.secret_pgpass -}}
- name: password
  mountPath: /run/secrets/postgres
  readOnly: true
{{- end }}
{{- if .root.Values.tls.secretName }}
- name: tls
  mountPath: /run/secrets/postgres-tls
  readOnly: true
{{- end }}
{{- end -}}

{{- define "pgdump.connectionVolumes" -}}
{{- if .root.Values.secret_pgpass -}}
- name: password
  secret:
    secretName: {{ .root.Values.secret_pgpass }}
    defaultMode: 0440
    items:
      - key: {{ .root.Values.secret_key | quote }}
        path: password
{{- end }}
{{- with .root.Values.tls.secretName }}
- name: tls
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- end -}}
