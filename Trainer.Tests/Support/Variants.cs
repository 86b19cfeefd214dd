using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Schedules;
using Xunit;

namespace Trainer.Tests.Support;

/// <summary>Every optimizer and loss there is, in all forms that compute something of their own.</summary>
public static class Variants
{
    public static TheoryData<string> Optimizers =>
    [
        "sgd", "momentum", "nesterov", "adam", "amsgrad", "adamw", "rmsprop", "rmsprop all", "average", "accumulation", "clip norm", "clip value",
        "global clip norm", "everything",
    ];

    public static TheoryData<string> Losses => ["sparse", "smoothed", "binary", "squared"];

    public static Optimizer Optimizer(string name) => name switch
    {
        "sgd" => new Sgd(0.001),
        "momentum" => new Sgd(0.001, momentum: 0.9),
        "nesterov" => new Sgd(0.001, momentum: 0.9, nesterov: true) { WeightDecay = 0.01 },
        "adam" => new Adam(),
        "amsgrad" => new Adam(amsgrad: true),
        "adamw" => new AdamW(),
        "rmsprop" => new RmsProp(),
        "rmsprop all" => new RmsProp(momentum: 0.5, centered: true),
        "average" => new Sgd(0.001) { EmaMomentum = 0.9 },
        "accumulation" => new Sgd(0.001, momentum: 0.9) { AccumulateSteps = 4 },
        "clip norm" => new Sgd(0.001) { ClipNorm = 0.1 },
        "clip value" => new Sgd(0.001) { ClipValue = 0.1 },
        "global clip norm" => new Sgd(0.001) { GlobalClipNorm = 0.1 },
        "everything" => new AdamW(new CosineDecay(0.001, 20)) { EmaMomentum = 0.9, AccumulateSteps = 2, GlobalClipNorm = 1 },
        _ => throw new ArgumentException(name, nameof(name)),
    };

    public static Loss Loss(string name) => name switch
    {
        "sparse" => new SparseCategoricalCrossentropy(),
        "smoothed" => new CategoricalCrossentropy(0.1),
        "binary" => new BinaryCrossentropy(0.1),
        "squared" => new MeanSquaredError(),
        _ => throw new ArgumentException(name, nameof(name)),
    };
}
