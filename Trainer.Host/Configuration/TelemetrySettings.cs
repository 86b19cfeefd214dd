namespace Trainer.Host.Configuration;

/// <summary>Section <c>Telemetry</c>: who is shown the measurements of a run besides its own report.</summary>
internal sealed class TelemetrySettings
{
    /// <summary>The port on which Prometheus can fetch the instruments; null for none.</summary>
    public int? Port { get; set; }

    /// <summary>The address that the port is opened at: loopback, unless others are to see it.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>
    /// Where to send instruments and spans by OTLP over HTTP, such as <c>http://localhost:4318</c>; null for nowhere.
    /// </summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>Wait for a CUDA device at the end of each part of a step, to tell the parts from one another.</summary>
    public bool Synchronize { get; set; }
}
