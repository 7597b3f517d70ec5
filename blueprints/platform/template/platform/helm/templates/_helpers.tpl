{{- define "platform.selector" -}}
app.kubernetes.io/name: otel-collector
app.kubernetes.io/instance: otel-collector
{{- end }}

{{- define "platform.labels" -}}
app.kubernetes.io/part-of: {{ .Values.systemName }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* The namespaces of the services, one a line. */}}
{{- define "platform.namespaces" -}}
{{- range default (list .Release.Namespace) .Values.serviceNamespaces }}
- {{ . }}
{{- end }}
{{- end }}
