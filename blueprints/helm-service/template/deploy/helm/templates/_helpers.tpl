{{/* The namespace of every object. */}}
{{- define "service.namespace" -}}
{{- default .Release.Namespace .Values.namespace -}}
{{- end }}

{{/* The name under which other pods reach the service. */}}
{{- define "service.host" -}}
{{- printf "%s.%s.svc.cluster.local" .Chart.Name (include "service.namespace" .) -}}
{{- end }}

{{/* What tells the pods of a workload apart: (dict "chart" $ "workload" "orders-relay"). */}}
{{- define "service.selector" -}}
app.kubernetes.io/name: {{ .chart.Chart.Name }}
app.kubernetes.io/instance: {{ .workload }}
{{- end }}

{{/* Labels of an object: arguments as above. */}}
{{- define "service.labels" -}}
{{ include "service.selector" . }}
app.kubernetes.io/version: {{ .chart.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: {{ .chart.Values.system }}
app.kubernetes.io/managed-by: {{ .chart.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .chart.Chart.Name .chart.Chart.Version }}
{{- end }}

{{/* What only pods carry. */}}
{{- define "service.podLabels" -}}
{{- if eq .Values.mesh.kind "istio" -}}
sidecar.istio.io/inject: "true"
{{- end }}
{{- end }}

{{- define "service.podAnnotations" -}}
checksum/config: {{ include "service.config" . | sha256sum }}
prometheus.io/scrape: "true"
prometheus.io/port: {{ .Values.ports.metrics | quote }}
prometheus.io/path: /metrics
{{- if eq .Values.mesh.kind "istio" }}
sidecar.istio.io/nativeSidecar: "true"
{{- with .Values.backends }}
traffic.sidecar.istio.io/excludeOutboundPorts: {{ values . | sortAlpha | join "," | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* The variables that are not secret. */}}
{{- define "service.config" -}}
HOST: 0.0.0.0
OTEL_SERVICE_NAME: {{ .Chart.Name }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ printf "http://otel-collector.%s:4318" (default (include "service.namespace" .) .Values.telemetryNamespace) }}
{{- range $name, $port := .Values.ports }}
{{ upper $name }}_PORT: {{ $port | quote }}
{{- end }}
{{- range $name, $dependency := .Values.dependencies }}
{{ $dependency.variable }}: {{ printf "%s://%s.%s:%v" $dependency.protocol $name (default (include "service.namespace" $) $dependency.namespace) $dependency.port }}
{{- end }}
{{- range .Values.externals }}
{{- if and .variable .url }}
{{ .variable }}: {{ .url | quote }}
{{- end }}
{{- end }}
{{- range $name, $value := .Values.config }}
{{- if ne (toString $value) "" }}
{{ $name }}: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* The variables that only the pod itself knows, or that are secret. */}}
{{- define "service.environment" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: NODE_NAME
  valueFrom:
    fieldRef:
      fieldPath: spec.nodeName
- name: OTEL_RESOURCE_ATTRIBUTES
  value: service.namespace={{ .Values.system }},service.version={{ .Chart.AppVersion }},service.instance.id=$(POD_NAME),deployment.environment.name={{ .Values.environment }},k8s.namespace.name=$(POD_NAMESPACE),k8s.pod.name=$(POD_NAME),k8s.node.name=$(NODE_NAME)
{{- range $name, $source := .Values.secrets }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ $source.secret }}
      key: {{ $source.key }}
{{- end }}
{{- end }}

{{- define "service.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "service.securityContext" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
capabilities:
  drop:
    - ALL
{{- end }}

{{/* What every pod may reach: names, telemetry, stores, brokers and the mesh itself. */}}
{{- define "service.egress" -}}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
      podSelector:
        matchLabels:
          k8s-app: kube-dns
  ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ default (include "service.namespace" .) .Values.telemetryNamespace }}
      podSelector:
        matchLabels:
          app.kubernetes.io/name: otel-collector
  ports:
    - port: 4318
      protocol: TCP
{{- with .Values.backends }}
- ports:
    {{- range $port := . }}
    - port: {{ $port }}
      protocol: TCP
    {{- end }}
{{- end }}
{{- if eq .Values.mesh.kind "istio" }}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: istio-system
  ports:
    - port: 15012
      protocol: TCP
{{- end }}
{{- end }}

{{/* Prometheus reads the metrics of every pod. */}}
{{- define "service.scrape" -}}
- from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ .Values.monitoringNamespace }}
  ports:
    - port: {{ .Values.ports.metrics }}
      protocol: TCP
    {{- if eq .Values.mesh.kind "istio" }}
    - port: 15020
      protocol: TCP
    {{- end }}
{{- end }}

{{/* The port of an external system: the one in its address, or that of the scheme. */}}
{{- define "service.externalPort" -}}
{{- $address := urlParse . -}}
{{- $usual := ternary "443" "80" (eq $address.scheme "https") -}}
{{- default $usual (regexFind ":[0-9]+$" $address.host | trimPrefix ":") -}}
{{- end }}
