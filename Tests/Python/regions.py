"""Prints the host that botocore calls in each region that it knows, as {"SERVICE": {"REGION": "HOST"}}."""

import json

import botocore.session

SERVICES = ("dynamodb", "bedrock-runtime")


def main():
    session = botocore.session.get_session()
    partitions = session.get_component("data_loader").load_data("partitions")["partitions"]
    regions = {region for partition in partitions for region in partition["regions"] if not region.endswith("-global")}
    print(json.dumps({service: {region: host(session, service, region) for region in sorted(regions)}
                      for service in SERVICES}))


def host(session, service, region):
    client = session.create_client(service, region_name=region, aws_access_key_id="a", aws_secret_access_key="b")
    return client.meta.endpoint_url.removeprefix("https://")


main()
