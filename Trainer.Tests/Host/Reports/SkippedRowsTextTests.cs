using Trainer.Core.Pipeline;
using Trainer.Host.Reports;
using Xunit;

namespace Trainer.Tests.Host.Reports;

public sealed class SkippedRowsTextTests
{
    [Fact]
    public void Of_OneRow_IsSingular() => Assert.Equal("1 bad row was left out:\n  row 1: bad", SkippedRowsText.Of(Rows(1)), ignoreLineEndingDifferences: true);

    [Fact]
    public void Of_FiveRows_ShowsAll() => Assert.Equal(
        "5 bad rows were left out:\n  row 1: bad\n  row 2: bad\n  row 3: bad\n  row 4: bad\n  row 5: bad",
        SkippedRowsText.Of(Rows(5)),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Of_MoreRows_CountsTheRest() => Assert.EndsWith("\n  row 5: bad\n  … and 2 more", SkippedRowsText.Of(Rows(7)).ReplaceLineEndings("\n"), StringComparison.Ordinal);

    private static SkippedRow[] Rows(int count) => [.. Enumerable.Range(0, count).Select(row => new SkippedRow(row, $"row {row + 1}: bad"))];
}
