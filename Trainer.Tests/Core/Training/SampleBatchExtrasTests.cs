using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Training;

[Collection(TorchCollection.Name)]
public sealed class SampleBatchExtrasTests
{
    [Fact]
    public void Extras_OfAPipelinesBatch_AreASecondTensor()
    {
        TorchTest.Run(() =>
        {
            using var dataset = new SequenceDataset((_, _) => Generate(), 3, new ImageShape(1, 1, 1), LabelBinarizer.Fit(["a"]), extraNames: ["x", "y"]);
            using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 2, JoinSingleRemainder = false });
            foreach (float[] expected in new float[][] { [0, 10, 1, 11], [2, 12] })
            {
                using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;
                using var samples = new SampleBatch(batch);
                Assert.Equal([batch.Count, 2], samples.Extras!.shape);
                Assert.Equal(expected, samples.Extras.data<float>().ToArray());
            }
        });
    }

    private static async IAsyncEnumerable<Sample> Generate()
    {
        for (int i = 0; i < 3; i++)
        {
            await Task.Yield();
            yield return new Sample(new byte[] { (byte)i }, "a", new float[] { i, 10 + i });
        }
    }
}
