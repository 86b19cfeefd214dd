using Trainer.Core.Telemetry;
using Trainer.Host.Reports;
using Xunit;

namespace Trainer.Tests.Host.Reports;

public sealed class ProfileComparisonTests
{
    [Fact]
    public void Of_TwoProfiles_TellsChangesFromNoise()
    {
        string text = ProfileComparison.Of(Report([99, 100, 101, 100, 102], parse: [10, 10.1, 9.9]), Report([149, 150, 151, 150, 152], parse: [10, 9.9, 10.2]));

        Assert.Contains("images/s                      100.00      150.00   +50.0 %   ±3.5 %  better\n", text, StringComparison.Ordinal);
        Assert.Contains("parse, µs/image                10.00       10.00     0.0 %   ±4.6 %  within the noise\n", text, StringComparison.Ordinal);
        Assert.Contains("batches ready                 50.0 %      50.0 %\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SlowerStage_IsWorse() => Assert.Contains(
        "parse, µs/image                10.00       20.00  +100.0 %   ±4.6 %  worse",
        ProfileComparison.Of(Report([100, 100, 100], [10, 10.1, 9.9]), Report([100, 100, 100], [20, 20.1, 19.9])),
        StringComparison.Ordinal);

    [Fact]
    public void Of_ShortProfiles_DoesNotJudge() => Assert.Contains(
        "too short to judge", ProfileComparison.Of(Report([100], [10]), Report([200], [20])), StringComparison.Ordinal);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        using var directory = new Support.TemporaryDirectory();
        ProfileReport report = Report([99, 100, 101], [10, 11, 12]);
        report.Write(directory.File("profile.json"));

        Assert.Equal(report.ToJson(), ProfileReport.Read(directory.File("profile.json")).ToJson());
    }

    private static ProfileReport Report(double[] rates, double[] parse) => ProfileReport.Of(
        new PipelineStatistics(
            [new StageStatistics("parse", 1, 1000, TimeSpan.FromMilliseconds(10), TimeSpan.Zero, TimeSpan.Zero)], 10, 1000, 5, TimeSpan.Zero)
        {
            Elapsed = TimeSpan.FromSeconds(10),
        },
        steps: null,
        cores: 2,
        epochs: 1) with
    {
        Windows =
        [
            .. rates.Select((rate, index) => new ProfileWindow(
                rate, index < parse.Length ? new Dictionary<string, double>(StringComparer.Ordinal) { ["parse"] = parse[index] } : [])),
        ],
    };
}
