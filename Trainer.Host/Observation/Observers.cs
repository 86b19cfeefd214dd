using Trainer.Core.Telemetry;
using Trainer.Host.Configuration;

namespace Trainer.Host.Observation;

/// <summary>Whoever listens to a run: the exporters of the settings, and a trace.</summary>
internal sealed class Observers : IDisposable
{
    private readonly TelemetryExport _export;
    private readonly ChromeTrace? _trace;

    /// <summary>Begins to listen.</summary>
    /// <param name="settings">Valid settings.</param>
    /// <param name="trace">The file for a trace; null for none.</param>
    /// <exception cref="SettingsException">A port or the file cannot be opened.</exception>
    public Observers(TelemetrySettings settings, string? trace)
    {
        try
        {
            _trace = trace is null ? null : new ChromeTrace(trace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"--trace is '{trace}', which cannot be written: {e.Message}");
        }

        _export = new TelemetryExport(settings);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trace?.Dispose();
        _export.Dispose();
    }
}
