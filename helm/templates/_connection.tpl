{{/* How a pod reaches a server. */}}

{{/* The server that SERVER (restore, verify.restoreDrill) names, and where it says nothing, the one that is backed up:
     with (dict "root" $ "server" SERVER), as JSON. */}}
{{- define "pgdump.server" -}}
{{- $given := .server | default dict -}}
{{- $server := dict -}}
{{- range $key := list "pghost" "pgport" "pguser" "secret_pgpass" "secret_key" -}}
{{- $_ := set $server $key (get $given $key | default (get $.root.Values $key)) -}}
{{- end -}}
{{- toJson $server -}}
{{- end -}}

{{- define "pgdump.connectionEnv" -}}
{{- $tls := .root.Values.tls -}}
- name: PGHOST
  value: {{ .server.pghost | quote }}
- name: PGPORT
  value: {{ .server.pgport | toString | quote }}
- name: PGUSER
  value: {{ .server.pguser | quote }}
- name: PGDATABASE
  value: {{ .root.Values.pgdatabase | quote }}
- name: PGAPPNAME
  value: {{ printf "pgdump %s" .component | quote }}
{{- if .server.secret_pgpass }}
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
{{- if .server.secret_pgpass -}}
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
{{- if .server.secret_pgpass -}}
- name: password
  secret:
    secretName: {{ .server.secret_pgpass }}
    defaultMode: 0440
    items:
      - key: {{ .server.secret_key | quote }}
        path: password
{{- end }}
{{- with .root.Values.tls.secretName }}
- name: tls
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- end -}}
