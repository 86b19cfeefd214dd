using System.Globalization;
using Trainer.Core.Training;
using Trainer.Host.Reports;
using Xunit;

namespace Trainer.Tests.Host.Reports;

public sealed class HistoryCsvTests
{
    [Fact]
    public void Format_History_CountsEpochsFromOneAndKeepsEveryDigit()
    {
        History history = new();
        history.Add(0, [new("loss", 0.1 + 0.2), new("accuracy", 0.5)]);
        history.Add(1, [new("loss", 1e-7), new("accuracy", 1), new("val_loss", 1828.6441)]);

        string text = HistoryCsv.Format(history);

        Assert.Equal("epoch,loss,accuracy,val_loss\n1,0.30000000000000004,0.5,NaN\n2,1E-07,1,1828.6441\n", text);
        string[] fields = text.Split('\n')[1].Split(',');
        Assert.Equal(0.1 + 0.2, double.Parse(fields[1], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Format_NoEpochs_IsTheHeader() => Assert.Equal("epoch\n", HistoryCsv.Format(new History()));

    [Fact]
    public void Format_NameWithComma_IsQuoted()
    {
        History history = new();
        history.Add(0, [new("top \"5\", tulips", 1)]);

        Assert.Equal("epoch,\"top \"\"5\"\", tulips\"\n1,1\n", HistoryCsv.Format(history));
    }

    [Fact]
    public void Write_AfterEachEpoch_ReplacesTheFile()
    {
        string folder = Directory.CreateTempSubdirectory("trainer-history-").FullName;
        string path = Path.Combine(folder, "history.csv");
        History history = new();
        history.Add(0, [new("loss", 2)]);
        HistoryCsv.Write(path, history);
        history.Add(1, [new("loss", 1)]);
        HistoryCsv.Write(path, history);

        Assert.Equal("epoch,loss\n1,2\n2,1\n", File.ReadAllText(path));
        Directory.Delete(folder, recursive: true);
    }
}
