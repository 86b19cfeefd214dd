using Trainer.Core.Telemetry;

namespace Trainer.Host.Reports;

/// <summary>What held a run up.</summary>
/// <param name="Kind">The input, the model, or that it was not measured.</param>
/// <param name="Stage">The slowest stage, where it was the input; else null.</param>
/// <param name="StallShare">
/// The share of its time that the trainer waited for data, 0 to 1; the wait for the first batch left out.
/// </param>
/// <param name="Headroom">
/// How many times the trainer's own speed the pipeline can do; null if that is not known.
/// </param>
/// <param name="MoreWorkers">Advised additional workers by stage.</param>
/// <param name="Sentence">All of it in a sentence.</param>
internal sealed record VerdictReport(
    BottleneckKind Kind,
    string? Stage,
    double StallShare,
    double? Headroom,
    IReadOnlyDictionary<string, int> MoreWorkers,
    string Sentence)
{
    /// <summary>The report of a verdict.</summary>
    public static VerdictReport Of(Bottleneck verdict) => new(
        verdict.Kind,
        verdict.Stage,
        verdict.StallShare,
        double.IsFinite(verdict.Headroom) ? verdict.Headroom : null,
        verdict.MoreWorkers,
        verdict.Sentence);
}
