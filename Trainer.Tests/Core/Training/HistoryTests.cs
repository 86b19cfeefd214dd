using Trainer.Core.Training;
using Xunit;

namespace Trainer.Tests.Core.Training;

public sealed class HistoryTests
{
    [Fact]
    public void Add_Epochs_KeepsValuesAndOrder()
    {
        History history = new();
        history.Add(0, [new("loss", 2.5), new("accuracy", 0.25)]);
        history.Add(1, [new("accuracy", 0.5), new("loss", 1.5)]);

        Assert.Equal([0, 1], history.Epochs);
        Assert.Equal(["loss", "accuracy"], history.Metrics);
        Assert.Equal([2.5, 1.5], history["loss"]);
        Assert.Equal([0.25, 0.5], history["accuracy"]);
    }

    [Fact]
    public void Add_MetricMissingInAnEpoch_IsNotANumberThere()
    {
        History history = new();
        history.Add(0, [new("loss", 3)]);
        history.Add(1, [new("loss", 2), new("val_loss", 4)]);
        history.Add(2, [new("loss", 1)]);

        Assert.Equal([double.NaN, 4, double.NaN], history["val_loss"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Add_EpochNotAfterTheLast_Throws(int epoch)
    {
        History history = new();
        history.Add(1, []);

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => history.Add(epoch, []));

        Assert.StartsWith(
            "Epochs are recorded once and in ascending order; the last one was 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_MetricTwice_ThrowsAndRecordsNothing()
    {
        History history = new();

        Assert.Throws<ArgumentException>(() => history.Add(0, [new("loss", 1), new("loss", 2)]));

        Assert.Empty(history.Epochs);
        Assert.Empty(history.Metrics);
    }

    [Fact]
    public void Indexer_UnknownMetric_NamesNearestAndRecorded()
    {
        History history = new();
        history.Add(0, [new("loss", 1), new("accuracy", 0.5)]);

        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => history["acuracy"]);

        Assert.Equal(
            "There is no metric 'acuracy'. Did you mean 'accuracy'? Recorded are: loss, accuracy.", error.Message);
    }

    [Fact]
    public void Indexer_BeforeTheFirstEpoch_SaysSo()
    {
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => new History()["loss"]);

        Assert.Equal("There is no metric 'loss': no epoch has been recorded yet.", error.Message);
    }
}
