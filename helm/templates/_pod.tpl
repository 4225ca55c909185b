{{/* The one pod that everything here runs in, differing in what it calls: the part of a pod's spec that all have in
     common, with (dict "root" $ "component" "backup" "args" LIST), and as wanted "command" LIST, "server" MAP,
     "restartPolicy", "resources". */}}
{{- define "pgdump.pod" -}}
{{- $values := .root.Values -}}
{{- $server := include "pgdump.server" . | fromJson -}}
{{- $with := dict "root" .root "server" $server "component" .component -}}
serviceAccountName: {{ include "pgdump.serviceAccount" .root }}
automountServiceAccountToken: false
# A Service named pgdump would set PGDUMP_PORT and its like, which pgdump takes for its own options.
enableServiceLinks: false
restartPolicy: {{ .restartPolicy | default "Never" }}
{{- with $values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "pgdump.affinity" . | fromYaml }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if and $values.storage.chown (not (include "pgdump.inBucket" .root)) }}
initContainers:
  - name: chown
    image: {{ include "pgdump.image" .root | quote }}
    imagePullPolicy: {{ $values.image.pullPolicy }}
    command: [find, /data, -xdev, "!", -user, {{ $values.podSecurityContext.runAsUser | default 1001 | toString | quote }}]
    args: [-exec, chown, -h, {{ $values.podSecurityContext.runAsUser | default 1001 | toString | quote }}, "{}", +]
    securityContext:
      runAsUser: 0
      runAsNonRoot: false
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
        add: [CHOWN, DAC_READ_SEARCH]
    {{- with $values.resources }}
    resources:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    volumeMounts:
      {{- include "pgdump.storageMounts" .root | nindent 6 }}
{{- end }}
containers:
  - name: pgdump
    image: {{ include "pgdump.image" .root | quote }}
    imagePullPolicy: {{ $values.image.pullPolicy }}
    {{- with .command }}
    command:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with .args }}
    args:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    env:
      {{- include "pgdump.connectionEnv" $with | nindent 6 }}
      {{- with include "pgdump.storageEnv" .root }}
      {{- . | nindent 6 }}
      {{- end }}
      {{- with include "pgdump.encryptionEnv" $with }}
      {{- . | trim | nindent 6 }}
      {{- end }}
      {{- with $values.extraEnv }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    {{- with $values.envFrom }}
    envFrom:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with $values.securityContext }}
    securityContext:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with .resources | default $values.resources }}
    resources:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    volumeMounts:
      {{- with include "pgdump.storageMounts" .root }}
      {{- . | nindent 6 }}
      {{- end }}
      - name: tmp
        mountPath: /tmp
      {{- range list "pgdump.connectionMounts" "pgdump.encryptionMounts" }}
      {{- with include . $with }}
      {{- . | nindent 6 }}
      {{- end }}
      {{- end }}
      {{- with $values.extraVolumeMounts }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
volumes:
  {{- with include "pgdump.storageVolumes" .root }}
  {{- . | nindent 2 }}
  {{- end }}
  - name: tmp
    emptyDir: {}
  {{- range list "pgdump.connectionVolumes" "pgdump.encryptionVolumes" }}
  {{- with include . $with }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- end }}
  {{- with $values.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "pgdump.podMetadata" -}}
labels:
  {{- merge (include "pgdump.labels" . | fromYaml) .root.Values.podLabels | toYaml | nindent 2 }}
{{- with .root.Values.podAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* A ReadWriteOnce volume is on one node at a time. While the Deployment holds it, a pod on another node would wait for
     it without end, so all have to follow the Deployment's pod; else they had better meet on one node. */}}
{{- define "pgdump.affinity" -}}
{{- $values := .root.Values -}}
{{- $affinity := deepCopy $values.affinity -}}
{{- if and (eq (join "," $values.storage.accessModes) "ReadWriteOnce") (not (include "pgdump.inBucket" .root)) -}}
{{- $podAffinity := get $affinity "podAffinity" | default dict -}}
{{- $labels := include "pgdump.selector" .root | fromYaml -}}
{{- if not $values.deployment.enabled -}}
{{- $term := dict "labelSelector" (dict "matchLabels" $labels) "topologyKey" "kubernetes.io/hostname" -}}
{{- $list := get $podAffinity "preferredDuringSchedulingIgnoredDuringExecution" | default list -}}
{{- $_ := set $podAffinity "preferredDuringSchedulingIgnoredDuringExecution" (append $list (dict "weight" 100 "podAffinityTerm" $term)) -}}
{{- $_ := set $affinity "podAffinity" $podAffinity -}}
{{- else if ne .component "inspection" -}}
{{- $_ := set $labels "app.kubernetes.io/component" "inspection" -}}
{{- $term := dict "labelSelector" (dict "matchLabels" $labels) "topologyKey" "kubernetes.io/hostname" -}}
{{- $list := get $podAffinity "requiredDuringSchedulingIgnoredDuringExecution" | default list -}}
{{- $_ := set $podAffinity "requiredDuringSchedulingIgnoredDuringExecution" (append $list $term) -}}
{{- $_ := set $affinity "podAffinity" $podAffinity -}}
{{- end -}}
{{- end -}}
{{- toYaml $affinity -}}
{{- end -}}
