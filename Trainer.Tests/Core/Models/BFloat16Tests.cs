using TorchSharp;
using TorchSharp.Modules;
using Trainer.Augment.Images;
using Trainer.Core.Models;
using Trainer.Core.Tensors;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Core.Models;

[Collection(TorchCollection.Name)]
public sealed class BFloat16Tests
{
    // Half of the last of the 8 bits of its significand.
    private const double Rounding = 1.0 / 256;
    private static readonly ImageShape Shape = new(12, 12, 3);

    public static TheoryData<string> Names => [.. ModelRegistry.Default.Names];

    [Theory]
    [InlineData(16, 32)]
    [InlineData(3, 4)]
    public void Convolution_Forward_IsThatOfTheRoundedValuesOrRefused(int inputs, int outputs) => TorchTest.Run(() =>
    {
        Conv2d single = Conv2d(inputs, outputs, kernel_size: 3, stride: 2, padding: 1);
        Tensor weight = single.weight.detach().clone();
        Tensor bias = single.bias!.detach().clone();
        using var mixed = new BFloat16Conv2d(single);
        Tensor input = rand(2, inputs, 6, 6);
        Assert.Equal(["weight", "bias"], mixed.state_dict().Keys);

        Tensor? output = null;
        PlatformNotSupportedException? refusal = null;
        try
        {
            output = mixed.call(input);
        }
        catch (PlatformNotSupportedException e)
        {
            // Again and again: what was refused once is not let through later.
            refusal = e;
            Assert.Throws<PlatformNotSupportedException>(() => mixed.call(input));
            Assert.StartsWith($"On this processor libtorch computes the convolution of {inputs} to {outputs} channels wrongly in bfloat16.", e.Message, StringComparison.Ordinal);
        }

        // Multiples of 16 are right on every processor that was seen.
        Assert.SkipWhen(refusal is not null && outputs % 16 != 0, refusal?.Message ?? string.Empty);
        Tensor expected = functional.conv2d(Rounded(input), Rounded(weight), Rounded(bias), strides: [2, 2], padding: [1, 1]);
        Assert.NotNull(output);
        Assert.Equal(ScalarType.BFloat16, output.dtype);
        Assert.Equal(expected.shape, output.shape);
        Assert.All(expected.Values().Zip(output.Values()), pair => Assert.Equal(pair.First, pair.Second, Rounding * (0.01 + Math.Abs(pair.First))));
    });

    [Theory]
    [InlineData(1, 1 / 256.0, true)]
    [InlineData(1, 1 / 16.0, false)]
    [InlineData(-40, 40 / 256.0, true)]
    [InlineData(-40, 4, false)]
    [InlineData(double.NaN, 1, true)]
    public void AreClose_AValueThatIsOff_IsTakenForRoundingOrNot(double value, double off, bool expected) => TorchTest.Run(() =>
        Assert.Equal(expected, BFloat16Conv2d.AreClose(tensor(new[] { 0, (float)(value + off) }), tensor(new[] { 0, (float)value }))));

    [Fact]
    public void Dense_Backward_GivesTheWeightsFloat32Gradients() => TorchTest.Run(() =>
    {
        using var mixed = new BFloat16Linear(Linear(5, 3), ScalarType.Float32);
        Parameter weight = mixed.get_parameter("weight")!;
        Tensor input = rand(4, 5);
        Tensor outer = rand(4, 3);

        (mixed.call(input) * outer).sum().backward();
        double[] expected = outer.t().matmul(input).Values();

        Assert.Equal(ScalarType.Float32, weight.grad!.dtype);
        Assert.All(expected.Zip(weight.grad!.Values()), pair => Assert.Equal(pair.First, pair.Second, 4 * Rounding * Math.Abs(pair.First)));
    });

    [Fact]
    public void Weights_AfterASmallUpdate_KeepIt() => TorchTest.Run(() =>
    {
        using var mixed = new BFloat16Linear(Linear(1, 1, hasBias: false));
        Parameter weight = mixed.get_parameter("weight")!;
        using IDisposable noGrad = no_grad();
        weight.zero_().AddInPlace(1.0);

        weight.AddInPlace(-1e-4);

        // In bfloat16 the next number below 1 is 0.996.
        Assert.Equal(1 - 1e-4, weight.Values()[0], 1e-7);
    });

    [Fact]
    public void BatchNormalisation_OfBFloat16_ComputesInFloat32() => TorchTest.Run(() =>
    {
        using Module<Tensor, Tensor> mixed = KerasDefaults.BatchNormOfImages(3);
        using Module<Tensor, Tensor> single = KerasDefaults.BatchNormOfImages(3);
        Tensor input = randn(4, 3, 5, 5).Times(30).Plus(100).to(ScalarType.BFloat16);

        Tensor output = mixed.call(input);
        Tensor expected = single.call(input.to(ScalarType.Float32));

        Assert.Equal(ScalarType.BFloat16, output.dtype);
        Assert.All(expected.Values().Zip(output.Values()), pair => Assert.Equal(pair.First, pair.Second, 1e-4 + (Rounding * Math.Abs(pair.First))));
        foreach (string statistic in new[] { "running_mean", "running_var" })
        {
            Assert.Equal(ScalarType.Float32, mixed.get_buffer(statistic)!.dtype);
            Assert.All(
                single.get_buffer(statistic)!.Values().Zip(mixed.get_buffer(statistic)!.Values()),
                pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Abs(pair.First)));
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_EachNetworkOfOneSeed_HasTheSameWeightsAndNearlyTheSameLogits(string name) => TorchTest.Run(() =>
    {
        BFloat16Machine.Require(name);
        DefaultGenerator.Seed(3);
        using Module<Tensor, Tensor> single = ModelRegistry.Default.Create(name, new NetworkSpec(Shape, 4));
        DefaultGenerator.Seed(3);
        using Module<Tensor, Tensor> mixed = ModelRegistry.Default.Create(name, new NetworkSpec(Shape, 4, NetworkPrecision.BFloat16));
        Dictionary<string, Tensor> expected = single.state_dict();
        Assert.Equal(expected.Keys, mixed.state_dict().Keys);
        Assert.All(mixed.state_dict(), pair => Assert.Equal(expected[pair.Key].Values(), pair.Value.Values()));
        single.eval();
        mixed.eval();
        Tensor images = rand(4, 3, 12, 12);

        Tensor logits = mixed.call(images);
        Tensor reference = single.call(images);
        logits.sum().backward();

        Assert.Equal(ScalarType.Float32, logits.dtype);
        Assert.Equal(0, (logits - reference).abs().max().item<float>(), 0.03 * Math.Max(1, reference.abs().max().item<float>()));
        Assert.All(mixed.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.grad!.dtype));
    });

    [Fact]
    public void Layers_MovedToAnotherType_ComputeWithTheirNewWeights() => TorchTest.Run(() =>
    {
        using var norm = new DenseBatchNorm(3);
        using var dense = new BFloat16Linear(Linear(3, 2), ScalarType.Float32);

        norm.to(ScalarType.Float64);
        dense.to(ScalarType.Float64);

        Assert.Equal(ScalarType.Float64, norm.call(rand([4, 3], ScalarType.Float64)).dtype);
        Assert.All(dense.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        dense.call(rand(4, 3)).sum().backward();
        Assert.All(dense.parameters(), parameter => Assert.NotNull(parameter.grad));
    });

    [Fact]
    public void Create_NetworkWithoutSuchLayers_SaysHowToMakeThem() => TorchTest.Run(() =>
    {
        ModelRegistry registry = new ModelRegistry().Register("Mine", spec => Sequential(("flatten", Flatten()), ("logits", Linear(spec.Shape.Length, spec.Classes))));

        ArgumentException e = Assert.Throws<ArgumentException>(() => registry.Create("Mine", new NetworkSpec(Shape, 2, NetworkPrecision.BFloat16)));

        Assert.StartsWith("The network 'Mine' has no layers that compute in bfloat16; make them with KerasDefaults", e.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void IsNative_OnLinux_IsWhatTheKernelSays()
    {
        if (!OperatingSystem.IsLinux() || BFloat16Support.IsNative is not { } native)
        {
            Assert.Skip("Only Linux on x86 lists the processor's features in /proc/cpuinfo.");
            return;
        }

        string flags = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("flags", StringComparison.Ordinal));
        Assert.Equal(flags.Contains("avx512_bf16", StringComparison.Ordinal) || flags.Contains("amx_bf16", StringComparison.Ordinal), native);
    }

    private static Tensor Rounded(Tensor values) => values.to(ScalarType.BFloat16).to(ScalarType.Float32);
}
