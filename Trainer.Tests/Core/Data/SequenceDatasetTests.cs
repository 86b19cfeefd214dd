using System.Runtime.CompilerServices;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Xunit;

namespace Trainer.Tests.Core.Data;

public sealed class SequenceDatasetTests
{
    private static readonly ImageShape Shape = new(2, 2, 1);
    private static readonly LabelBinarizer Labels = LabelBinarizer.Fit(["even", "odd"]);

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public void Take_TwoEpochs_AsksForASequencePerPass()
    {
        using var dataset = new SequenceDataset(Count, 10, Shape, Labels);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 4, ChunkSize = 3, Epochs = 2 });
        var values = new List<float>();
        var labels = new List<long>();
        while (pipeline.Take(Patience) is { } batch)
        {
            values.AddRange(batch.Images.ToArray().Where((_, i) => i % Shape.Length == 0));
            labels.AddRange(batch.Labels.ToArray());
            batch.Dispose();
        }

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109], values);
        Assert.Equal(values.Select(value => (long)value % 2), labels);
    }

    [Fact]
    public void Take_EndlessStream_WrapsAtTheCount()
    {
        using var dataset = new SequenceDataset(Count, 5, Shape, Labels);
        using var pipeline = new InputPipeline(
            dataset, null, new InputPipelineOptions { BatchSize = 4, StepsPerEpoch = 1, Epochs = 3 });
        var values = new List<float>();
        while (pipeline.Take(Patience) is { } batch)
        {
            values.AddRange(batch.Images.ToArray().Where((_, i) => i % Shape.Length == 0));
            batch.Dispose();
        }

        Assert.Equal([0, 1, 2, 3, 4, 100, 101, 102, 103, 104, 200, 201], values);
    }

    [Fact]
    public void Take_SequenceTooShort_SaysSo()
    {
        using var dataset = new SequenceDataset((_, _) => Take(7), 10, Shape, Labels, "mine");
        Assert.Equal("mine: the sequence of pass 0 ended after 7 samples; its data set was made for 10.", Fault(dataset).Message);
    }

    [Fact]
    public void Take_UnknownLabel_NamesIt()
    {
        using var dataset = new SequenceDataset((_, _) => One(new Sample(new byte[4], "third")), 1, Shape, Labels, "mine");
        Assert.Equal("mine, row 1, column 1: the label 'third' is not among the 2 classes of the data set.", Fault(dataset).Message);
    }

    [Fact]
    public void Take_WrongShape_NamesTheSample()
    {
        using var dataset = new SequenceDataset((_, _) => One(new Sample(new byte[5], "odd")), 1, Shape, Labels, "mine");
        Assert.Equal("mine, row 1: the sample has 5 values; the shape 2×2×1 has 4.", Fault(dataset).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(9)]
    public void Take_SequenceThatThrows_SaysWhereAndWhat(int at)
    {
        using var dataset = new SequenceDataset((_, _) => ThrowingAt(at), 10, Shape, Labels, "mine");
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 1, ChunkSize = 1 });

        var e = Assert.Throws<PipelineStageException>(() =>
        {
            while (pipeline.Take(Patience) is { } batch)
            {
                batch.Dispose();
            }
        });
        Assert.Equal($"The read stage failed at mine, row {at + 1}: the camera is gone (IOException)", e.Message);
        Assert.IsType<IOException>(e.InnerException);
    }

    [Fact]
    public void Take_SequenceThatCannotBegin_SaysWhereAndWhat()
    {
        using var dataset = new SequenceDataset((_, _) => throw new IOException("no camera"), 10, Shape, Labels, "mine");
        using var pipeline = new InputPipeline(dataset);

        var e = Assert.Throws<PipelineStageException>(() => pipeline.Take(Patience));
        Assert.Equal("The read stage failed at mine, row 1: no camera (IOException)", e.Message);
    }

    [Fact]
    public void Construct_PipelineThatShuffles_IsRefused()
    {
        using var dataset = new SequenceDataset(Count, 10, Shape, Labels, "mine");
        var e = Assert.Throws<ArgumentException>(() => new InputPipeline(dataset, null, new InputPipelineOptions { Shuffle = Shuffle.Full }));
        Assert.StartsWith("mine can only be read from its beginning to its end: Shuffle must be None", e.Message, StringComparison.Ordinal);
    }

    private static DatasetFormatException Fault(SequenceDataset dataset)
    {
        using var pipeline = new InputPipeline(dataset);
        return Assert.Throws<DatasetFormatException>(() => pipeline.Take(Patience));
    }

    /// <summary>100·pass, 100·pass + 1, … without end.</summary>
    private static async IAsyncEnumerable<Sample> Count(int pass, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int i = 100 * pass; ; i++)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            yield return new Sample(Enumerable.Repeat((byte)i, Shape.Length).ToArray(), i % 2 == 0 ? "even" : "odd");
        }
    }

    private static async IAsyncEnumerable<Sample> ThrowingAt(int number)
    {
        await foreach (Sample sample in Take(number))
        {
            yield return sample;
        }

        throw new IOException("the camera is gone");
    }

    private static IAsyncEnumerable<Sample> Take(int count) => Count(0, CancellationToken.None).Take(count);

    private static IAsyncEnumerable<Sample> One(Sample sample) => new[] { sample }.ToAsyncEnumerable();
}
