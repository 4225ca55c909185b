{{/* Keys: public ones for the pods that write sets, the identity for those that read them. */}}

{{/* "yes" for a component that reads what is in sets. */}}
{{- define "pgdump.hasIdentity" -}}
{{- if and .root.Values.encryption.identitySecret (has .component (list "verify" "restore" "inspection")) }}yes{{ end -}}
{{- end -}}

{{/* A backup has its recipients as arguments; this is for the commands that somebody runs in the Deployment's pod. */}}
{{- define "pgdump.encryptionEnv" -}}
{{- if and .root.Values.encryption.recipients (eq .component "inspection") -}}
- name: AGE_PUBLIC_KEYS
  value: {{ join "," .root.Values.encryption.recipients | quote }}
{{- end }}
{{- if include "pgdump.hasIdentity" . }}
- name: PGDUMP_IDENTITY_FILE
  value: /run/secrets/age/identity
{{- end }}
{{- end -}}

{{- define "pgdump.encryptionMounts" -}}
{{- if include "pgdump.hasIdentity" . -}}
- name: identity
  mountPath: /run/secrets/age
  readOnly: true
{{- end }}
{{- end -}}

{{- define "pgdump.encryptionVolumes" -}}
{{- if include "pgdump.hasIdentity" . -}}
- name: identity
  secret:
    secretName: {{ .root.Values.encryption.identitySecret }}
    defaultMode: 0440
    items:
      - key: {{ .root.Values.encryption.identityKey | quote }}
        path: identity
{{- end }}
{{- end -}}
