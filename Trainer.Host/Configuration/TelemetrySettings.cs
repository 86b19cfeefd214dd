namespace Trainer.Host.Configuration;

/// <summary>Section <c>Telemetry</c>: who is shown the measurements of a run besides its own report.</summary>
internal sealed class TelemetrySettings
{
    [Setting("a port for Prometheus ([what is there](telemetry.md))", Least = 1, Most = 65535)]
    public int? Port { get; set; }

    [Setting("the address that the port is opened at")]
    public string Host { get; set; } = "localhost";

    [Setting("where to send measurements by OTLP over HTTP: `http://localhost:4318`")]
    public string? OtlpEndpoint { get; set; }

    [Setting("on CUDA, wait for the device at the end of each part of a step to measure it; makes steps slower")]
    public bool Synchronize { get; set; }
}
