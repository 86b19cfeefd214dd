using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Training;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Core.Training;

[Collection(TorchCollection.Name)]
public sealed class ModelBadRowTests
{
    [Fact]
    public void Fit_BatchesOfBadRowsOnly_ArePassedOver()
    {
        using var dataset = new MemoryDataset(10)
        {
            OnDecode = row => _ = row is 2 or 3 or 8 ? throw new DatasetFormatException("f.csv", row + 1, 0, "bad") : 0,
        };
        var options = new InputPipelineOptions
        {
            BatchSize = 2,
            Epochs = 2,
            JoinSingleRemainder = false,
            BadRows = BadRows.Skip,
            BadRowLimit = BadRowLimit.Count(3),
        };
        using var training = new InputPipeline(dataset, null, options);
        using var validation = new InputPipeline(dataset, null, options);
        using Model model = Model.Create(() => Sequential(Flatten(), Linear(48, 3)), seed: 1)
            .Compile(new Sgd(1e-5), new SparseCategoricalCrossentropy());

        History history = model.Fit(training, 2, validation);

        Assert.Equal(8, model.Optimizer!.Updates);
        Assert.All(history["loss"].Concat(history["val_loss"]), loss => Assert.True(double.IsFinite(loss)));
        using var prediction = new InputPipeline(dataset, null, options);
        Assert.Equal([0, 1, 4, 5, 6, 7, 9], model.Predict(prediction).Rows);
    }
}
