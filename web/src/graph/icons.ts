/** The icons of CI classes in pictures: the lines of the icons that the rest of the product has. */
import { __iconNode as accessPoint } from "@tabler/icons-react/dist/esm/icons/IconAccessPoint.mjs";
import { __iconNode as battery } from "@tabler/icons-react/dist/esm/icons/IconBattery2.mjs";
import { __iconNode as box } from "@tabler/icons-react/dist/esm/icons/IconBox.mjs";
import { __iconNode as camera } from "@tabler/icons-react/dist/esm/icons/IconCamera.mjs";
import { __iconNode as cloud } from "@tabler/icons-react/dist/esm/icons/IconCloud.mjs";
import { __iconNode as database } from "@tabler/icons-react/dist/esm/icons/IconDatabase.mjs";
import { __iconNode as desktop } from "@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs";
import { __iconNode as phone } from "@tabler/icons-react/dist/esm/icons/IconDeviceLandlinePhone.mjs";
import { __iconNode as network } from "@tabler/icons-react/dist/esm/icons/IconNetwork.mjs";
import { __iconNode as plug } from "@tabler/icons-react/dist/esm/icons/IconPlug.mjs";
import { __iconNode as printer } from "@tabler/icons-react/dist/esm/icons/IconPrinter.mjs";
import { __iconNode as route } from "@tabler/icons-react/dist/esm/icons/IconRoute.mjs";
import { __iconNode as scale } from "@tabler/icons-react/dist/esm/icons/IconScale.mjs";
import { __iconNode as server } from "@tabler/icons-react/dist/esm/icons/IconServer.mjs";
import { __iconNode as switchIcon } from "@tabler/icons-react/dist/esm/icons/IconSwitch3.mjs";
import { __iconNode as temperature } from "@tabler/icons-react/dist/esm/icons/IconTemperature.mjs";
import { __iconNode as wall } from "@tabler/icons-react/dist/esm/icons/IconWall.mjs";

import type { Icon } from "./pen";

type Lines = readonly (readonly [tag: string, attributes: Record<string, string>])[];

function iconOfLines(lines: Lines): Icon {
  return lines.flatMap(([tag, { d }]) => (tag === "path" && d !== undefined ? [d] : []));
}

/** By class; a class without its own has that of the nearest class it inherits from. */
const LINES: Record<string, Lines> = {
  router: route, firewall: wall, switch: switchIcon, load_balancer: scale, wireless_access_point: accessPoint, wireless_controller: accessPoint,
  network_device: network, server, virtual_machine: cloud, workstation: desktop, computer: server, storage_array: database, printer, ups: battery, pdu: plug,
  environment_sensor: temperature, ip_phone: phone, camera, device: box,
};
const ICONS = new Map(Object.entries(LINES).map(([ciClass, lines]) => [ciClass, iconOfLines(lines)]));

export function iconOf(ciClass: string): Icon {
  return ICONS.get(ciClass) ?? [];
}

/** The class whose icon a class has, given the classes it inherits from, the nearest first. */
export function iconClass(ciClass: string, ancestors: readonly string[]): string | undefined {
  return [ciClass, ...ancestors].find((name) => ICONS.has(name));
}
