using Trainer.Host;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host;

public sealed class TaskProgressTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly StringWriter _writer = new() { NewLine = "\n" };

    public void Dispose() => _writer.Dispose();

    [Theory]
    [InlineData(0, 1020, "Drawing x.csv  [>.............................] 0/1020")]
    [InlineData(512, 1020, "Drawing x.csv  [===============>..............] 512/1020")]
    [InlineData(1019, 1020, "Drawing x.csv  [=============================>] 1019/1020")]
    [InlineData(1020, 1020, "Drawing x.csv  [==============================] 1020/1020")]
    [InlineData(0, 0, "Drawing x.csv  [==============================] 0/0")]
    public void Format_Examples_HaveTitleBarAndCount(long done, long total, string expected) =>
        Assert.Equal(expected, TaskProgress.Format("Drawing x.csv", done, total));

    [Fact]
    public void Live_Task_IsWrittenOverInPlace()
    {
        TaskProgress progress = new("Drawing", 2, _writer, live: true, () => 80, _time);

        progress.Report(0);
        progress.Report(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        progress.Report(1);
        progress.End();

        Assert.Equal(
            "Drawing  [>.............................] 0/2\r"
            + "Drawing  [===============>..............] 1/2\r"
            + "Drawing  [==============================] 2/2\n",
            _writer.ToString());
    }

    [Fact]
    public void Redirected_Task_IsOnePlainLine()
    {
        TaskProgress progress = new("Drawing", 2, _writer, live: false, () => 80, _time);

        progress.Report(1);
        progress.End();

        Assert.Equal("Drawing  [==============================] 2/2\n", _writer.ToString());
    }

    [Fact]
    public void Break_LiveLine_EndsIt()
    {
        TaskProgress progress = new("Drawing", 2, _writer, live: true, () => 80, _time);

        progress.Break();
        progress.Report(0);
        progress.Break();

        Assert.Equal("Drawing  [>.............................] 0/2\n", _writer.ToString());
    }
}
