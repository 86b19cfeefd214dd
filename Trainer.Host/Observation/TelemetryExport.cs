using System.Net;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Trainer.Core.Telemetry;
using Trainer.Host.Configuration;

namespace Trainer.Host.Observation;

/// <summary>
/// Shows the instruments to Prometheus and sends instruments and spans to a collector, as far as the settings ask for
/// it.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly MeterProvider? _meters;
    private readonly TracerProvider? _spans;

    /// <summary>Begins. Without a port and an endpoint it does nothing.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <exception cref="SettingsException">The port cannot be opened.</exception>
    public TelemetryExport(TelemetrySettings settings)
    {
        if (settings.Port is null && settings.OtlpEndpoint is null)
        {
            return;
        }

        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService("dataflow-trainer");
        MeterProviderBuilder meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(
            TelemetryNames.Meter);
        if (settings.Port is { } port)
        {
            meters.AddPrometheusHttpListener(options => (options.Host, options.Port) = (settings.Host, port));
        }

        if (settings.OtlpEndpoint is { } endpoint)
        {
            meters.AddOtlpExporter(options => SendTo(options, endpoint, "v1/metrics"));
            _spans = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(
                TelemetryNames.ActivitySource)
                .AddOtlpExporter(options => SendTo(options, endpoint, "v1/traces")).Build();
        }

        try
        {
            _meters = meters.Build();
        }
        catch (Exception e) when (e.GetBaseException() is HttpListenerException reason)
        {
            _spans?.Dispose();
            throw new SettingsException(
                $"Telemetry:Port is {settings.Port}, which cannot be opened at {settings.Host}: "
                    + $"{reason.Message} Choose a free port, or none.");
        }
    }

    /// <summary>Sends what is left, for at most two seconds each, and ends.</summary>
    public void Dispose()
    {
        _meters?.Shutdown((int)Patience.TotalMilliseconds);
        _meters?.Dispose();
        _spans?.Shutdown((int)Patience.TotalMilliseconds);
        _spans?.Dispose();
    }

    /// <summary>With an endpoint set in code the exporter does not append the path of the signal itself.</summary>
    private static void SendTo(OtlpExporterOptions options, string endpoint, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri($"{endpoint.TrimEnd('/')}/{path}");
    }
}
