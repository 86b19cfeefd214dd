using Trainer.Core.Models;

namespace Trainer.Host.Configuration;

/// <summary>Section <c>Torch</c>: where and with how many threads the network works.</summary>
internal sealed class TorchSettings
{
    [Setting("`cpu`, `cuda`, `cuda:1`, … or `mps`", Short = "--device")]
    public string Device { get; set; } = "cpu";

    [Setting("`Float32`, or `BFloat16` for mixed precision ([what that is](models.md#bfloat16))")]
    public NetworkPrecision Precision { get; set; } = NetworkPrecision.Float32;

    [Setting(
        "threads per operation; changes the last bits of the weights. `auto`: the cores less "
            + "`Pipeline:CpuBudget`, at least 1; without a budget all cores on a CPU, and on a GPU the cores "
            + "less the workers",
        Default = "cores", Least = 1, Most = 1024)]
    public AutoCount? Threads { get; set; }

    [Setting("batches that are copied to a GPU ahead of their steps; 0 to copy each in its step", Least = 0, Most = 64)]
    public int DevicePrefetch { get; set; } = 2;

    [Setting(
        "let a GPU round the factors of float32 convolutions and products to 10 bits of mantissa (TF32), "
            + "as TensorFlow does; changes the last digits")]
    public bool TensorFloat32 { get; set; } = true;

    [Setting("on a GPU, use only convolutions that give the same bits whenever they are given the same")]
    public bool Repeatable { get; set; } = true;

    [Setting(
        "let cuDNN try its algorithms on the first convolution of each shape and take the fastest; needs "
            + "`Torch:Repeatable` false")]
    public bool TuneConvolutions { get; set; }
}
