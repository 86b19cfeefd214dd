using Trainer.Core.Metrics;
using Trainer.Core.Models;
using Trainer.Core.Training;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Support;

/// <summary>A network of one hidden layer for the images of <see cref="TinyData"/>.</summary>
internal static class TinyModel
{
    public static Model Make(Optimizer? optimizer = null, Loss? loss = null, IReadOnlyList<Metric>? metrics = null, long seed = 5, int outputs = 3) =>
        Model.Create(() => Network(outputs), seed).Compile(
            optimizer ?? new Sgd(0.001, momentum: 0.9), loss ?? new SparseCategoricalCrossentropy(), metrics);

    public static Module<Tensor, Tensor> Network(int outputs) => Sequential(
        ("flatten", Flatten()),
        ("dense", Linear(TinyData.Shape.Length, 16)),
        ("norm", KerasDefaults.BatchNormOfFeatures(16)),
        ("relu", ReLU()),
        ("dropout", Dropout(0.2)),
        ("logits", Linear(16, outputs)));

    public static double[] Weights(this Model model) => Trainer.Core.Tensors.TorchThread.Run(() =>
        model.Network.named_parameters().SelectMany(parameter => parameter.parameter.Values()).ToArray());
}
