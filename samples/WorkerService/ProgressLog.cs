using Microsoft.Extensions.Logging;

namespace WorkerService;

/// <summary>Logs the progress; yours might send it to a page or keep it for a health check.</summary>
internal sealed class ProgressLog(ILogger<ProgressLog> logger) : IProgress<EpochDone>
{
    public void Report(EpochDone value) => logger.LogInformation(
        "Epoch {Epoch}: loss {Loss:F3}, accuracy {Accuracy:P0}", value.Epoch, value.Loss, value.Accuracy);
}
